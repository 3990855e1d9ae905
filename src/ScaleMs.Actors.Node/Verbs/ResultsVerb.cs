using System.CommandLine;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Results;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems results</c>: what became of a submission whose client is gone.</summary>
internal static class ResultsVerb
{
    public static Verb Create()
    {
        var submission = new Argument<Guid>("SUBMISSION") { Description = "The submission's UUID" };
        var output = new Option<string?>("--output", "-o") { Description = "Results go to this file instead of standard output", HelpName = "FILE" };
        var details = new Option<bool>("--details") { Description = "Results with attempt and times too" };
        return new Verb(
            "results",
            "Prints the results of a submission that an earlier client made, one JSON object a line, and waits for those that are not there yet.",
            "scalems results 0198c2a0-0000-7000-8000-000000000001 > results.jsonl")
        {
            submission,
            output,
            details,
        }.Connects(async (client, parsed, interrupted) =>
        {
            using var results = ResultFile.Open(parsed.GetValue(output), ordered: false, parsed.GetValue(details));
            var (count, failed) = (0, 0);
            await foreach (var (index, record) in client.ResultsAsync(parsed.GetValue(submission), interrupted))
            {
                results.Add(count++, index + 1, record);
                failed += record.State == TaskState.Done ? 0 : 1;
            }

            await Console.Error.WriteLineAsync($"{count} tasks, {count - failed} done");
            return failed == 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }
}
