using System.CommandLine;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Runs;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems watch</c>: state changes as they happen.</summary>
internal static class WatchVerb
{
    public static Verb Create()
    {
        var ids = new Argument<string[]>("UID") { Description = "Tasks; the verb ends when all of them are final", Arity = ArgumentArity.ZeroOrMore };
        var submission = SubmissionOption.Create("Every task of a submission, including later ones");
        var all = new Option<bool>("--all") { Description = "Every task" };
        var verb = new Verb(
            "watch",
            "Prints each change of a task's state from now on, one JSON object per line. Ctrl+C ends it; the tasks keep running.",
            "scalems watch --all",
            "scalems watch --submission 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11",
            "scalems watch scalems-task-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865")
        {
            ids,
            submission,
            all,
        };
        verb.Validators.Add(result =>
        {
            var given = (result.GetValue(ids) is { Length: > 0 } ? 1 : 0) + (result.GetResult(submission) is null ? 0 : 1) + (result.GetValue(all) ? 1 : 0);
            if (given != 1)
            {
                result.AddError("watch needs exactly one of UID ..., --submission and --all");
            }
        });
        return verb.Connects(async (client, parsed, interrupted) =>
        {
            var subscribe = new Subscribe { Ids = [.. parsed.GetValue(ids) ?? []], Submission = parsed.GetValue(submission), All = parsed.GetValue(all) };
            return await ClientVerb.WhileReadAsync(async stop =>
            {
                await new WatchRun(client, subscribe, Console.Out).RunAsync(stop);
                return ExitCode.Done;
            }, interrupted);
        });
    }
}
