using System.CommandLine;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Runs;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems results</c>: results of a submission made by another process.</summary>
internal static class ResultsVerb
{
    public static Verb Create()
    {
        var submission = SubmissionOption.Argument("The submission's id, as printed by 'scalems submit' when it started");
        var noWait = new Option<bool>("--no-wait") { Description = "Print only the available results" };
        var options = new ResultOptions();
        var verb = new Verb(
            "results",
            "Prints the results of a submission whose client has ended, one JSON object per line with the task's 0-based index, and waits for missing ones. "
                + "The exit code is 0 when all tasks are DONE.",
            "scalems results 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11 --ordered > results.jsonl",
            "scalems results 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11 --no-wait")
        {
            submission,
            noWait,
        };
        options.AddTo(verb);
        return verb.Connects(async (client, parsed, interrupted) =>
        {
            using var results = options.Open(parsed);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted, results.Broken);
            var counts = new RunCounts();
            var id = parsed.GetRequiredValue(submission)!.Value;
            var run = new ResultsRun(client, id, results, counts);
            string? end = null;
            try
            {
                await (parsed.GetValue(noWait) ? run.ReadAsync(stop.Token) : run.WaitAsync(stop.Token));
                results.Settle();
            }
            catch (OperationCanceledException) when (results.Problem is not null)
            {
                // Reported below.
            }
            catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"scalems: interrupted; the tasks keep running, and 'scalems results {id}' gets the results again");
                throw;
            }
            catch (RefusedException error) when (counts.Read == 0)
            {
                throw new NodeException(error.Message, error);
            }
            catch (ScaleMsException error)
            {
                end = error.Message;
            }

            results.Complete();
            end = results.Problem is { } problem ? $"{problem}; 'scalems results {id}' gets them again" : end;
            await Console.Error.WriteAsync(RunSummary.OfResults(counts));
            if (end is not null)
            {
                await Console.Error.WriteLineAsync($"scalems: {end}");
            }

            return end is null && counts.Done == counts.Read ? ExitCode.Done : ExitCode.Failed;
        }, options.Check);
    }
}
