using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>A progress bar with rate and remaining time, on a terminal.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows the counts until the run has ended.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="counts">The counts, which change meanwhile.</param>
    /// <param name="total">Lines of the input; null = unknown.</param>
    /// <param name="running">The run.</param>
    public static Task ShowAsync(IAnsiConsole console, RunCounts counts, Task<long?> total, Task running) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("tasks");
            bar.IsIndeterminate = true;
            while (!running.IsCompleted)
            {
                if (total is { IsCompletedSuccessfully: true, Result: { } lines })
                {
                    bar.IsIndeterminate = false;
                    bar.MaxValue = Math.Max(Math.Max(lines, counts.Read), 1);
                }
                else
                {
                    bar.MaxValue = double.MaxValue;
                }

                bar.Value = counts.Ended;
                bar.Description = Text(counts);
                await Task.WhenAny(running, Task.Delay(Interval));
            }
        });

    private static string Text(RunCounts counts) =>
        string.Create(CultureInfo.InvariantCulture, $"{counts.Ended} tasks{(counts.Failed > 0 ? $", {counts.Failed} failed" : "")}");

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:0}/s") : "");
    }
}
