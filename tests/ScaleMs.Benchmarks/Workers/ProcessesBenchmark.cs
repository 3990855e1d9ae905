using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>
/// Many <c>scalems worker</c> processes of one slot at one seed on loopback, as shipped: time until all have registered, what each
/// costs while nothing is to be done, and a batch of tasks of which none may be lost.
/// </summary>
internal static class ProcessesBenchmark
{
    private const int TasksPerWorker = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(string[] args)
    {
        var scalems = Option(args, "--scalems") ?? Executable;
        var isolation = Option(args, "--isolation") ?? "process";
        var idle = TimeSpan.FromSeconds(Number(args, "--idle", 20));
        var config = Option(args, "--config");
        foreach (var count in Numbers(args, "--count", 24))
        {
            await RunAsync(scalems, count, isolation, config, idle);
        }
    }

    private static async Task RunAsync(string scalems, int count, string isolation, string? config, TimeSpan idle)
    {
        var settings = $" --set scalems.worker.isolation={isolation}{ConfigArgument(config)}";
        var port = Ports.Free();
        using var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal=off{settings}", "ready");
        await using var client = await ConnectAsync(port, config);
        var clock = Stopwatch.StartNew();
        NodeProcess[] workers = [.. Enumerable.Range(0, count).Select(n => NodeProcess.Start(
            scalems, $"worker --slots 1 --seed 127.0.0.1:{port} --set scalems.worker.name=worker-{n}{settings}", "egistered"))];
        try
        {
            await Task.WhenAll(workers.Select(static worker => worker.ReadyAsync(Patience)));
            Report($"{count} workers started at once, all registered after", $"{clock.Elapsed.TotalSeconds:0.0} s (load {Load()})");

            // What starting costs is not to be taken for what being there costs.
            await Task.Delay(TimeSpan.FromSeconds(15));
            int[] slots = [.. workers.SelectMany(static worker => worker.Children())];
            var cpu = await ProcessUsage.CpuAsync([seed.Id, .. workers.Select(static worker => worker.Id), .. slots], idle);
            Report("idle: CPU of a worker, median (lowest to highest)", Spread(cpu[1..(count + 1)], "0.0", "% of a core"));
            if (slots.Length > 0)
            {
                Report("idle: CPU of a slot's process", Spread(cpu[(count + 1)..], "0.0", "% of a core"));
                Report("idle: memory of a slot's process", Spread(slots.Select(static slot => ProcessUsage.Of(slot).ResidentMebibytes), "0", "MiB"));
            }

            Report("idle: memory of a worker, resident", Spread(workers.Select(static worker => worker.Usage().ResidentMebibytes), "0", "MiB"));
            Report("idle: threads of a worker", Spread(workers.Select(static worker => (double)worker.Usage().Threads), "0", ""));
            Report("idle: CPU, memory and threads of the seed", $"{cpu[0]:0.0} % of a core, {seed.Usage().ResidentMebibytes:0} MiB, {seed.Usage().Threads} (load {Load()})");

            var tasks = count * TasksPerWorker;
            var time = await EveryTask.RunAsync(client, tasks, WorkerTasks.Sleep);
            var status = (await client.QueryAsync(new Query { Limit = 0 })).Status;
            Report(
                $"{tasks} tasks of 10 ms, none lost",
                $"{time.TotalSeconds:0.0} s; {status.Workers.Count(static worker => worker.Finished > 0)} of {status.Workers.Length} workers had some, retries {status.Retries}");
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Dispose();
            }
        }
    }

    private static string Spread(IEnumerable<double> values, string format, string unit)
    {
        double[] all = [.. values];
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(Median(all))} ({Text(all.Min())} to {Text(all.Max())}) {unit}".TrimEnd();
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
