using ScaleMs.Actors.Examples.Argon;
using Spectre.Console;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>Runs a file of work items, prints results as they arrive, and ends with the tables.</summary>
internal sealed class EnsembleProgram(IAnsiConsole console)
{
    private readonly List<ReplicaResult> _results = [];

    /// <summary>Returns the exit code: 0 = every replica has a result, 1 = some failed.</summary>
    public async Task<int> RunAsync(EnsembleArguments arguments, CancellationToken cancellationToken)
    {
        var lines = WorkItemLine.Read(await File.ReadAllLinesAsync(arguments.File, cancellationToken));
        console.WriteLine($"{lines.Count} replicas of liquid argon from {arguments.File}, {arguments.Slots} at a time");
        var outcomes = EnsembleRun.RunAsync(lines, arguments.Slots, cancellationToken);
        if (console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal)
        {
            await console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var bar = context.AddTask("replicas", maxValue: lines.Count);
                    await PrintAsync(outcomes, () => bar.Increment(1));
                });
        }
        else
        {
            await PrintAsync(outcomes, () => { });
        }

        if (_results.Count > 0)
        {
            Report.Write(console, _results);
        }

        return _results.Count == lines.Count ? 0 : 1;
    }

    private async Task PrintAsync(IAsyncEnumerable<ReplicaOutcome> outcomes, Action onOutcome)
    {
        await foreach (var outcome in outcomes)
        {
            console.WriteLine(Report.Line(outcome));
            if (outcome.Result is { } result)
            {
                _results.Add(result);
            }

            onOutcome();
        }
    }
}
