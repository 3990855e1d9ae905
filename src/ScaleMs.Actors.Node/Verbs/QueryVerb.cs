using System.Collections.Immutable;
using System.CommandLine;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems query</c>: records of tasks.</summary>
internal static class QueryVerb
{
    // The maximum of a single query.
    private const int MostRecords = 10_000;

    public static Verb Create()
    {
        var ids = new Argument<string[]>("UID") { Description = "Tasks; none = all of them", Arity = ArgumentArity.ZeroOrMore };
        var submission = SubmissionOption.Create("Only tasks of a submission, ordered by index");
        var state = new Option<string?>("--state") { Description = "Only tasks in this state", HelpName = "STATE" };
        state.AcceptOnlyFromAmong([.. Enum.GetNames<TaskState>().Select(static name => name.ToUpperInvariant())]);
        var limit = new Option<int>("--limit") { Description = "Maximum number of records, 0 to 10000", HelpName = "N", DefaultValueFactory = static _ => 100, CustomParser = static result => WholeNumber.Parse(result, "--limit", 0, MostRecords) };
        var after = new Option<string?>("--after") { Description = "Continue after an earlier answer, from the cursor it printed", HelpName = "CURSOR" };
        return new Verb(
            "query",
            "Prints the master's records of tasks, one JSON object per line.",
            "scalems query",
            "scalems query --state FAILED --limit 10",
            "scalems query --submission 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11",
            "scalems query scalems-task-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865")
        {
            ids,
            submission,
            state,
            limit,
            after,
        }.Connects(async (client, parsed, interrupted) =>
        {
            var query = new Query
            {
                Ids = [.. parsed.GetValue(ids) ?? []],
                Submission = parsed.GetValue(submission),
                State = parsed.GetValue(state) is { } name ? Enum.Parse<TaskState>(name, ignoreCase: true) : null,
                Limit = parsed.GetValue(limit),
                After = parsed.GetValue(after),
            };
            ImmutableSortedSet<string> unknown = [];
            do
            {
                // A page ends when a message is full, which may be long before the limit.
                var reply = await client.QueryAsync(query, interrupted);
                foreach (var record in reply.Records)
                {
                    Console.WriteLine(ContractText.Of(record));
                }

                unknown = unknown.Union(reply.Unknown);
                query = query with { Limit = query.Limit - reply.Records.Length, After = reply.Next };
            }
            while (query.After is not null && query.Limit > 0);

            await UnknownTasks.TellAsync(unknown);
            if (query.After is { } next)
            {
                await Console.Error.WriteLineAsync($"there is more: --after {next}");
            }

            return unknown.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
    }
}
