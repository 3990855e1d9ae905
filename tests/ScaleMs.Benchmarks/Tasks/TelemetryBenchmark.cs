using System.Net;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>
/// What telemetry costs at full rate: two masters with two workers of one slot each, one without telemetry and one that exports to a collector and to
/// Prometheus. They run the same number of tasks in turn, so that what else the machine does meets both.
/// </summary>
internal static class TelemetryBenchmark
{
    private static int _items;

    public static async Task RunAsync(string[] args)
    {
        var count = Number(args, "--count", 100_000);
        var runs = Number(args, "--runs", 15);
        var scalems = Option(args, "--scalems") ?? Executable;
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{Ports.Free()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        _ = TakeAsync(collector);

        await using var off = await Side.StartAsync(scalems, "");
        var export = Option(args, "--export") ?? "otlp,prometheus";
        var otlp = $"--set scalems.telemetry.otlp={address} --set scalems.telemetry.otlp-protocol=http/protobuf --set scalems.telemetry.interval=1s";
        await using var on = await Side.StartAsync(
            scalems, $"{(export.Contains("otlp", StringComparison.Ordinal) ? otlp : "")} {(export.Contains("prometheus", StringComparison.Ordinal) ? "--set scalems.telemetry.prometheus=0" : "")}");
        await off.RunAsync(count);
        await on.RunAsync(count);

        var pairs = new List<(Figures Off, Figures On)>();
        for (var pair = 0; pair < runs; pair++)
        {
            var first = await (pair % 2 == 0 ? off : on).RunAsync(count);
            var second = await (pair % 2 == 0 ? on : off).RunAsync(count);
            pairs.Add(pair % 2 == 0 ? (first, second) : (second, first));
        }

        Report("tasks a second without, with telemetry (medians)", $"{Median(pairs.Select(static pair => pair.Off.Rate)):0}, {Median(pairs.Select(static pair => pair.On.Rate)):0}");
        Ratios("rate with, by that without", [.. pairs.Select(static pair => pair.On.Rate / pair.Off.Rate)]);
        Ratios("processor time of the master with, by that without", [.. pairs.Select(static pair => pair.On.Seconds / pair.Off.Seconds)]);
    }

    private static void Ratios(string what, double[] ratios) =>
        Report(what, $"{Median(ratios):0.000} (median of {ratios.Length} pairs; {ratios.Min():0.00} to {ratios.Max():0.00})");

    /// <summary>A collector that throws all away.</summary>
    private static async Task TakeAsync(HttpListener collector)
    {
        while (true)
        {
            var context = await collector.GetContextAsync();
            await context.Request.InputStream.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private readonly record struct Figures(double Rate, double Seconds);

    private sealed class Side(NodeProcess seed, NodeProcess[] workers, ScaleMsClient client) : IAsyncDisposable
    {
        public static async Task<Side> StartAsync(string scalems, string telemetry)
        {
            var port = Ports.Free();
            var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal=off --set scalems.http.port=off {telemetry}", "ready");
            var worker = $"worker --slots 1 --seed 127.0.0.1:{port} --set scalems.worker.isolation=none";
            NodeProcess[] workers = [await NodeProcess.StartAsync(scalems, worker, "egistered"), await NodeProcess.StartAsync(scalems, worker, "egistered")];
            return new Side(seed, workers, await ConnectAsync(port, null));
        }

        public async Task<Figures> RunAsync(int count)
        {
            var before = seed.Usage().CpuSeconds;
            var time = await EveryTask.RunAsync(client, count, static () => WorkItem.Create("System.GC", "KeepAlive", _items++));
            return new Figures(count / time.TotalSeconds, seed.Usage().CpuSeconds - before);
        }

        public async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            Array.ForEach(workers, static worker => worker.Dispose());
            seed.Dispose();
        }
    }
}
