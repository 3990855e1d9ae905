using System.CommandLine;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems cancel</c>: cancels tasks.</summary>
internal static class CancelVerb
{
    public static Verb Create()
    {
        var ids = new Argument<string[]>("UID") { Description = "Tasks", Arity = ArgumentArity.ZeroOrMore };
        var submission = SubmissionOption.Create("Every task of a submission");
        var owner = SubmissionOption.Create("Every task of a client, by its session (ScaleMsClient.SessionId)", "--client");
        var all = new Option<bool>("--all") { Description = "Every task that the master has" };
        var verb = new Verb(
            "cancel",
            "Cancels tasks: queued tasks never start, running tasks are terminated.",
            "scalems cancel scalems-task-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865",
            "scalems cancel --submission 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11",
            "scalems cancel --all")
        {
            ids,
            submission,
            owner,
            all,
        };
        verb.Validators.Add(result =>
        {
            var given = (result.GetValue(ids) is { Length: > 0 } ? 1 : 0) + (result.GetResult(submission) is null ? 0 : 1) + (result.GetResult(owner) is null ? 0 : 1) + (result.GetValue(all) ? 1 : 0);
            if (given != 1)
            {
                result.AddError("cancel needs exactly one of UID ..., --submission, --client and --all");
            }
        });
        return verb.Connects(async (client, parsed, interrupted) =>
        {
            var cancel = new Cancel
            {
                Ids = [.. parsed.GetValue(ids) ?? []],
                Submission = parsed.GetValue(submission),
                Client = parsed.GetValue(owner),
                All = parsed.GetValue(all),
            };
            var record = await client.CancelAsync(cancel, interrupted);
            Console.WriteLine(record.ReturnValue?.GetRawText() ?? "{}");
            string[] unknown = record.ReturnValue is { } counts && counts.TryGetProperty("unknown", out var uids) ? [.. uids.EnumerateArray().Select(static uid => uid.GetString()!)] : [];
            await UnknownTasks.TellAsync(unknown);
            return unknown.Length == 0 ? ExitCode.Done : ExitCode.Failed;
        }, ClientVerb.ActsFirst);
    }
}
