using System.Diagnostics;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>
/// What a user sees: tasks a second from a client through a master and two workers of one slot each, all processes of their own on
/// loopback; the time of one task by itself; memory.
/// </summary>
internal static class TasksBenchmark
{
    private static int _items;

    public static async Task RunAsync(string[] args)
    {
        var count = Number(args, "--count", 100_000);
        var runs = Number(args, "--runs", 5);
        var scalems = Option(args, "--scalems") ?? Executable;
        var isolation = Option(args, "--isolation") ?? "process";
        var journal = Option(args, "--journal") == "off" ? "off" : Path.Combine(Path.GetTempPath(), $"scalems-bench-{Environment.ProcessId}.journal");
        var config = Option(args, "--config");
        var alsoConfigured = ConfigArgument(config);
        var port = Ports.Free();

        using var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal={journal}{alsoConfigured}", "ready");
        var worker = $"worker --slots 1 --seed 127.0.0.1:{port} --set scalems.worker.isolation={isolation}{alsoConfigured}";
        using var first = await NodeProcess.StartAsync(scalems, worker, "egistered");
        using var second = await NodeProcess.StartAsync(scalems, worker, "egistered");
        Report("idle: resident memory of seed, worker", $"{seed.Usage().ResidentMebibytes:0} MiB, {first.Usage().ResidentMebibytes:0} MiB");

        await using var client = await ConnectAsync(port, config);
        await RunAsync(client, 20_000);

        var rates = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            rates.Add(count / (await RunAsync(client, count)).TotalSeconds);
        }

        Report($"{count} no-op tasks, isolation {isolation}, journal {(journal == "off" ? "off" : "on")}", $"{Median(rates):0} tasks/s (median of {runs}; {rates.Min():0} to {rates.Max():0})");
        Report("afterwards: resident memory of seed, worker", $"{seed.Usage().ResidentMebibytes:0} MiB, {first.Usage().ResidentMebibytes:0} MiB");

        var times = new List<double>();
        for (var n = 0; n < 1000; n++)
        {
            var clock = Stopwatch.StartNew();
            var handle = await client.AddItemAsync(NoOp());
            await handle.Result;
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Report("one task at a time, from call to result", $"p50 {times[500]:0.00} ms, p99 {times[990]:0.00} ms");

        var start = Stopwatch.StartNew();
        var one = Path.GetTempFileName();
        await File.WriteAllTextAsync(one, """{"module": "System.Math", "func": "Sqrt", "args": [2.0]}""" + "\n");
        using (var run = Process.Start(new ProcessStartInfo(scalems, $"run {one} --set scalems.worker.isolation={isolation}") { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            var errors = run.StandardError.ReadToEndAsync();
            await run.StandardOutput.ReadLineAsync();
            Report("scalems run, from start to first result", $"{start.Elapsed.TotalMilliseconds:0} ms");
            await errors;
            await run.WaitForExitAsync();
        }

        File.Delete(one);
        if (journal != "off")
        {
            Report("bytes of journal per task", $"{new FileInfo(journal).Length / (double)Math.Max(_items, 1):0} (file, before it is rewritten)");
        }
    }

    /// <summary>Never the same twice: an equal one would not run.</summary>
    private static WorkItem NoOp() => WorkItem.Create("System.GC", "KeepAlive", _items++);

    private static Task<TimeSpan> RunAsync(ScaleMsClient client, int count) => EveryTask.RunAsync(client, count, static () => NoOp());
}
