using System.CommandLine;
using System.Diagnostics;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Node.Input;
using ScaleMs.Actors.Node.Results;
using ScaleMs.Actors.Node.Runs;
using Spectre.Console;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary>What <c>run</c> and <c>submit</c> do once it is clear where.</summary>
internal static class TaskVerb
{
    public static async Task<int> RunAsync(ParseResult parsed, TaskOptions options, Config config, Action<IServiceCollection, Config> addClient)
    {
        using var lines = TaskLines.Open(options.Input(parsed));
        using var results = ResultFile.Open(options.Output(parsed), options.Ordered(parsed), options.Details(parsed));
        using var interrupted = new CancellationTokenSource();
        using var abandoned = new CancellationTokenSource();
        using var signals = new NodeSignals(count =>
        {
            interrupted.Cancel();
            if (count > 1)
            {
                abandoned.Cancel();
            }
        });
        using var host = NodeHost.Build(config, addClient);
        await host.StartAsync(interrupted.Token);
        var counts = new RunCounts();
        var begun = Stopwatch.GetTimestamp();
        string? end = null;
        try
        {
            var run = new TaskRun(host.Services.GetRequiredService<ScaleMsClient>(), lines, results, counts).RunAsync(interrupted.Token, abandoned.Token);
            if (!Console.IsErrorRedirected)
            {
                await ShowProgressAsync(lines, counts, run);
            }

            await run;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // The summary says what is not known.
        }
        catch (ScaleMsException error)
        {
            end = error.Message;
        }

        await Console.Error.WriteAsync(RunSummary.Of(counts, Stopwatch.GetElapsedTime(begun)));
        if (end is not null)
        {
            await Console.Error.WriteLineAsync($"scalems: {end}");
        }

        await host.StopAsync(CancellationToken.None);
        return interrupted.IsCancellationRequested ? ExitCode.Interrupted
            : end is null && counts.Done == counts.Read ? ExitCode.Done
            : ExitCode.Failed;
    }

    private static async Task ShowProgressAsync(TaskLines lines, RunCounts counts, Task run)
    {
        using var ended = new CancellationTokenSource();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await RunProgress.ShowAsync(console, counts, lines.CountAsync(ended.Token), run);
        await ended.CancelAsync();
    }
}
