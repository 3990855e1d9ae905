using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Telemetry;

public sealed partial class PrometheusTests : IDisposable
{
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Every_query_of_the_dashboard_names_metrics_and_labels_that_a_seed_has()
    {
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync("--set", "scalems.telemetry.prometheus=0");
        var url = UrlOf(seed);
        await cluster.WorkerAsync();

        // A description that is sent by itself.
        using var tasks = TaskFile.Of(TaskFile.Echo(1, 1), $$"""{"mode": "task.shell", "command": "true {{new string('x', 300_000)}}"}""");
        await cluster.EndedAsync(0, "submit", tasks.Path);
        var scrape = "";
        await seed.UntilAsync(async () => (scrape = await _http.GetStringAsync(url)).Contains("scalems_worker_slots{", StringComparison.Ordinal));

        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/grafana.json")));
        var targets = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()).ToList();
        string[] queries = [.. targets.Select(static target => target.GetProperty("expr").GetString()!)];
        Assert.All(queries, query => Assert.NotEmpty(Metric.Matches(query)));
        Assert.All(
            queries.SelectMany(static query => Metric.Matches(query)).Select(static name => name.Value).Distinct(),
            name => Assert.Matches($"(?m)^{name}[{{ ]", scrape));
        var variables = dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().Select(static variable => variable.GetProperty("query").GetString()!);
        Assert.Matches($"(?m)^{Regex.Match(string.Join('\n', variables), @"label_values\((\w+), scalems_master\)").Groups[1].Value}{{.*scalems_master=", scrape);
        Assert.All(
            targets.SelectMany(static target => Label.Matches(target.GetProperty("legendFormat").GetString()!)).Select(static label => label.Groups[1].Value).Distinct(),
            label => Assert.Contains($"{label}=\"", scrape, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_web_page_of_elsewhere_cannot_read_the_metrics()
    {
        await using var cluster = new TestCluster();
        var url = UrlOf(await cluster.SeedAsync("--set", "scalems.telemetry.prometheus=0"));

        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Host = "elsewhere.example" } };
        using var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_seed_works_without_metrics_when_the_port_is_in_use()
    {
        await using var cluster = new TestCluster();
        var port = new Uri(UrlOf(await cluster.SeedAsync("--set", "scalems.telemetry.prometheus=0"))).Port;

        var other = cluster.BadSeed("--set", $"scalems.telemetry.prometheus={port}", "--set", "scalems.log.level=INFO");
        await other.SaysAsync("there are no metrics for Prometheus");
        await other.SaysAsync("is ready at");
    }

    public void Dispose() => _http.Dispose();

    // In all queries braces follow the name.
    [GeneratedRegex(@"\b(scalems|dotnet)_\w+(?=\{)")]
    private static partial Regex Metric { get; }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Label { get; }

    /// <summary>The URL that it has said; it does so before it is ready.</summary>
    private static string UrlOf(NodeProcess process)
    {
        const string Before = "finds metrics at ";
        var line = process.Errors.Split('\n').First(static line => line.Contains(Before, StringComparison.Ordinal));
        return line[(line.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].Trim();
    }
}
