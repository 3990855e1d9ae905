using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>
/// More workers than a machine carries as processes: several in each process, with the intervals of membership stretched. What a
/// node costs and how long it takes to come up, against the number of nodes; and the slope of a straight line through that.
/// </summary>
internal static class SystemsBenchmark
{
    private const int TasksPerWorker = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task RunAsync(string[] args)
    {
        var (stretch, perProcess, idle) = (Number(args, "--stretch", 10), Number(args, "--per-process", 25), Number(args, "--idle", 40));
        Console.WriteLine($"intervals times {stretch}, up to {perProcess} workers in a process, idle for {idle} s");
        Console.WriteLine("  nodes | registered, all after | up: median, last | last up of a late one | CPU per node | CPU of the seed | MiB, threads per node | tasks/s | load");
        var costs = new List<(double Nodes, double Cost)>();
        foreach (var count in Numbers(args, "--count", 25, 50, 100, 200))
        {
            costs.Add((count, await RunAsync(Option(args, "--scalems") ?? Executable, count, perProcess, stretch, TimeSpan.FromSeconds(idle), Option(args, "--config"))));
        }

        if (costs.Count > 1)
        {
            var (slope, at0) = Line(costs);
            Report("CPU per node, straight line", string.Create(CultureInfo.InvariantCulture, $"{at0:0.000} % + {slope * 100:0.0000} % for each 100 nodes"));
        }
    }

    private static async Task<double> RunAsync(string scalems, int count, int perProcess, int stretch, TimeSpan idle, string? config)
    {
        var port = Ports.Free();
        var set = string.Concat(StretchedTimes.Lines(stretch, config).Select(static line => $" --set {line}"));
        using var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal=off{set}{ConfigArgument(config)}", "ready");
        await using var client = await ConnectAsync(port, config);
        var hosts = new List<HostProcess>();
        try
        {
            var clock = Stopwatch.StartNew();
            for (var first = 0; first < count; first += perProcess)
            {
                hosts.Add(HostProcess.Start(port, first, Math.Min(perProcess, count - first), stretch, config));
            }

            var registered = RegisteredAsync(client, count, clock);
            var all = await registered;
            await Task.WhenAll(hosts.Select(static host => host.ReadyAsync(Patience)));
            var up = Durations(hosts, "up");

            // One more, when everything has settled: its join is what a network sees every day.
            await Task.Delay(TimeSpan.FromSeconds(10 + stretch));
            var cpu = await ProcessUsage.CpuAsync([seed.Id, .. hosts.Select(static host => host.Id)], idle);
            var perNode = cpu[1..].Sum() / count;
            var memory = hosts.Sum(static host => host.Usage().ResidentMebibytes) / count;
            var threads = hosts.Sum(static host => host.Usage().Threads) / (double)count;
            using var late = HostProcess.Start(port, count, 1, stretch, config);
            await late.ReadyAsync(Patience);

            var tasks = (count + 1) * TasksPerWorker;
            var time = await EveryTask.RunAsync(client, tasks, WorkerTasks.Sleep);
            var (upMedian, upLast) = (Median(up), up.Max());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {count,5} | {all.TotalSeconds,6:0.0} s | {upMedian,6:0.0} s, {upLast,6:0.0} s | {Durations([late], "up")[0],6:0.0} s | {perNode,6:0.000} % | {cpu[0],6:0.0} % | {memory,5:0.0}, {threads,5:0.0} | {tasks / time.TotalSeconds,7:0} | {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
            return perNode;
        }
        catch
        {
            await Console.Error.WriteLineAsync(Words(seed, hosts));
            throw;
        }
        finally
        {
            hosts.ForEach(static host => host.Dispose());
        }
    }

    /// <summary>Why a measurement cannot go on: what the seed said, besides the workers that came.</summary>
    private static string Words(NodeProcess seed, List<HostProcess> hosts) => string.Join('\n', [
        $"not up: {string.Join(", ", hosts.SelectMany(static host => host.Times("joining").Keys.Except(host.Times("up").Keys)))}",
        "the seed's last lines:",
        .. seed.Lines.Where(static line => !line.Contains("registered from", StringComparison.Ordinal)).TakeLast(30),
    ]);

    /// <summary>When the master has that number of workers.</summary>
    private static async Task<TimeSpan> RegisteredAsync(ScaleMsClient client, int count, Stopwatch clock)
    {
        while (clock.Elapsed < Patience)
        {
            if ((await client.QueryAsync(new Query { Limit = 0 })).Status.Workers.Length >= count)
            {
                return clock.Elapsed;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        throw new InvalidOperationException($"not all of {count} workers registered within {Patience.TotalMinutes:0} min");
    }

    /// <summary>Seconds from the start of each worker's actor system.</summary>
    private static double[] Durations(IEnumerable<HostProcess> hosts, string what) =>
    [
        .. hosts.SelectMany(host =>
        {
            var joining = host.Times("joining");
            return host.Times(what).Select(time => (time.Value - joining[time.Key]) / 1_000.0);
        }),
    ];

    /// <summary>Least squares.</summary>
    private static (double Slope, double At0) Line(List<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(static point => point.X), points.Average(static point => point.Y));
        var slope = points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
        return (slope, y - (slope * x));
    }
}
