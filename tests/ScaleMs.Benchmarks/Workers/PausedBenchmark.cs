using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>
/// One worker's process stands still (SIGSTOP), and others join: when they register, have had a task, are weakly up and up. All
/// members must have seen a gossip before anything joins, and the one that stands still sees none.
/// </summary>
internal static class PausedBenchmark
{
    private const int Late = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(string[] args)
    {
        var (count, port, config) = (Number(args, "--count", 12), Ports.Free(), Option(args, "--config"));
        using var seed = await NodeProcess.StartAsync(Option(args, "--scalems") ?? Executable, $"seed --port {port} --set scalems.journal=off{ConfigArgument(config)}", "ready");
        await using var client = await ConnectAsync(port, config);
        using var others = HostProcess.Start(port, 0, count - 1, stretch: 1, config);
        using var paused = HostProcess.Start(port, count - 1, 1, stretch: 1, config);
        await Task.WhenAll(others.ReadyAsync(Patience), paused.ReadyAsync(Patience));

        using var kill = Process.Start("kill", ["-STOP", paused.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        var stopped = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var late = HostProcess.Start(port, count, Late, stretch: 1, config);
        var ready = late.ReadyAsync(Patience);
        string[] names = [.. Enumerable.Range(count, Late).Select(static n => $"worker-{n}")];
        var registered = await WhenAsync(client, names, static worker => true);
        var tasks = EveryTask.RunAsync(client, (count + Late) * 100, WorkerTasks.Sleep);
        var worked = await WhenAsync(client, names, static worker => worker.Finished > 0);
        await ready;
        await tasks;

        string Times(string what) => string.Join(", ", late.Times(what).Values.Select(time => $"{(time - stopped) / 1_000.0:0.0} s").DefaultIfEmpty("never"));
        Report($"{count} workers, one stopped, {Late} join at once; since then: started", Times("joining"));
        Report("all of them registered", $"{(registered - stopped) / 1_000.0:0.0} s");
        Report("all of them have had a task", $"{(worked - stopped) / 1_000.0:0.0} s");
        Report("weakly up", Times("weakly-up"));
        Report("up", Times("up"));
    }

    private static async Task<long> WhenAsync(ScaleMsClient client, string[] names, Func<Actors.Contracts.Workers.WorkerStatus, bool> condition)
    {
        using var tooLate = new CancellationTokenSource(Patience);
        while (true)
        {
            var workers = (await client.QueryAsync(new Query { Limit = 0 }, tooLate.Token)).Status.Workers;
            if (names.All(name => workers.Any(worker => worker.Name == name && condition(worker))))
            {
                return DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), tooLate.Token);
        }
    }
}
