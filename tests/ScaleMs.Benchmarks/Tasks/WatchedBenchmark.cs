using System.Net;
using System.Net.Http.Headers;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>
/// What it costs at full rate to be looked at: two masters with two workers of one slot each, one without page and telemetry, and one whose page is open
/// or that exports to a collector and to Prometheus. They run the same number of tasks in turn, so that what else the machine does meets both.
/// </summary>
internal static class WatchedBenchmark
{
    private const string Off = "--set scalems.http.port=off";

    private static int _items;

    public static async Task RunAsync(string[] args)
    {
        var count = Number(args, "--count", 100_000);
        var rounds = Number(args, "--rounds", 5);
        var runs = Number(args, "--runs", 6);
        var scalems = Option(args, "--scalems") ?? Executable;
        var by = (Option(args, "--by") ?? "page,otlp,prometheus").Split(',');
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{Ports.Free()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        _ = TakeAsync(collector);

        var pairs = new List<(Figures Off, Figures On)>();
        for (var round = 0; round < rounds; round++)
        {
            pairs.AddRange(await RoundAsync(scalems, [.. by.Select(each => Settings(each, address))], by.Contains("page"), count, runs, offFirst: round % 2 == 0));
        }

        Report("tasks a second without, with (medians)", $"{Median(pairs.Select(static pair => pair.Off.Rate)):0}, {Median(pairs.Select(static pair => pair.On.Rate)):0}");
        Ratios("rate with, by that without", [.. pairs.Select(static pair => pair.On.Rate / pair.Off.Rate)]);
        Ratios("processor time of the master with, by that without", [.. pairs.Select(static pair => pair.On.Seconds / pair.Off.Seconds)]);
    }

    /// <summary>Processes that do the same differ by some percent for as long as they live. So there are several rounds with new ones.</summary>
    private static async Task<IEnumerable<(Figures Off, Figures On)>> RoundAsync(string scalems, string[] settings, bool opensPage, int count, int runs, bool offFirst)
    {
        var watched = string.Join(' ', settings.Prepend(opensPage ? "" : Off));
        await using var first = await Side.StartAsync(scalems, offFirst ? Off : watched);
        await using var second = await Side.StartAsync(scalems, offFirst ? watched : Off);
        var (off, on) = offFirst ? (first, second) : (second, first);
        using var page = opensPage ? await on.OpenPageAsync() : null;
        await off.RunAsync(count);
        await on.RunAsync(count);

        var pairs = new List<(Figures Off, Figures On)>();
        for (var pair = 0; pair < runs; pair++)
        {
            var one = await (pair % 2 == 0 ? off : on).RunAsync(count);
            var other = await (pair % 2 == 0 ? on : off).RunAsync(count);
            pairs.Add(pair % 2 == 0 ? (one, other) : (other, one));
        }

        return pairs;
    }

    private static string Settings(string watcher, string collector) => watcher switch
    {
        "page" => "--set scalems.http.port=0",
        "otlp" => $"--set scalems.telemetry.otlp={collector} --set scalems.telemetry.otlp-protocol=http/protobuf --set scalems.telemetry.interval=1s",
        "prometheus" => "--set scalems.telemetry.prometheus=0",
        "none" => "",
        _ => throw new ArgumentException($"--by {watcher}: none of page, otlp, prometheus and none"),
    };

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
        public static async Task<Side> StartAsync(string scalems, string settings)
        {
            var port = Ports.Free();
            var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal=off {settings}", "ready");
            var worker = $"worker --slots 1 --seed 127.0.0.1:{port} --set scalems.worker.isolation=none";
            NodeProcess[] workers = [await NodeProcess.StartAsync(scalems, worker, "egistered"), await NodeProcess.StartAsync(scalems, worker, "egistered")];
            return new Side(seed, workers, await ConnectAsync(port, null));
        }

        /// <summary>Reads the page's events, as an open tab of a browser does, until disposed.</summary>
        public async Task<HttpClient> OpenPageAsync()
        {
            const string Before = "the page is at ";
            string? said;
            while ((said = seed.Lines.FirstOrDefault(static line => line.Contains(Before, StringComparison.Ordinal))) is null)
            {
                await Task.Delay(50);
            }

            var url = said[(said.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].Trim().Split("/?token=");
            var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", url[1]) } };
            var events = await http.GetStreamAsync($"{url[0]}/api/v1/events");
            _ = events.CopyToAsync(Stream.Null);
            return http;
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
