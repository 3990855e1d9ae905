using System.Diagnostics;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Telemetry;

public sealed class ExportTests
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_collector_gets_the_spans_and_metrics_of_a_seed(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync(isGrpc: protocol == "grpc");
        await using var cluster = new TestCluster
        {
            Environment = new Dictionary<string, string> { ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment=test", ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-test=1" },
        };
        var seed = await cluster.SeedAsync(Options(collector, protocol, sample: "1"));
        await cluster.WorkerAsync();
        using var tasks = TaskFile.Echoes(3, 1);
        await cluster.EndedAsync(0, "submit", tasks.Path);
        seed.Terminate();
        await seed.ExitsWithAsync(0);

        var submission = Assert.Single(collector.Of("scalems.submission"));
        Assert.Equal("", submission.Parent);
        Assert.Equal(3, collector.Of("scalems.task").Length);
        Assert.All(collector.Of("scalems.task"), task => Assert.Equal((submission.Trace, submission.Id), (task.Trace, task.Parent)));
        var attempts = collector.Of("scalems.attempt");
        Assert.Equal(collector.Of("scalems.task").Select(static task => task.Id).Order(), attempts.Select(static attempt => attempt.Parent).Order());
        Assert.All(attempts, static attempt => Assert.True(attempt.End > attempt.Start));
        Assert.All(attempts, static attempt => Assert.Equal("DONE", attempt.Tags["scalems.task.state"]));
        Assert.NotEmpty(collector.Of("scalems.journal.commit"));

        Assert.Superset(
            new HashSet<string> { "scalems.tasks", "scalems.tasks.unfinished", "scalems.queue.duration", "scalems.run.duration", "scalems.worker.slots", "scalems.journal.commit.duration", "dotnet.gc.collections" },
            collector.MetricNames);
        Assert.NotEmpty(collector.Exemplars("scalems.run.duration"));
        Assert.Subset(attempts.Select(static attempt => attempt.Id).ToHashSet(), collector.Exemplars("scalems.run.duration"));
        Assert.Subset(attempts.Select(static attempt => attempt.Id).ToHashSet(), collector.Exemplars("scalems.queue.duration"));
        Assert.Equal(("scalems", "seed", "test"), (collector.Resource["service.name"], collector.Resource["scalems.role"], collector.Resource["deployment.environment"]));
        Assert.NotEmpty(collector.Resource["service.instance.id"]);
        Assert.NotEmpty(collector.Resource["service.version"]);
        Assert.Equal("1", collector.Header);
    }

    [Fact]
    public async Task Tasks_of_a_client_that_traces_belong_to_its_trace_whatever_is_sampled()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync(Options(collector, "http/protobuf", sample: "0"));
        await cluster.WorkerAsync();
        await cluster.SubmitAsync(TaskFile.Echo(0, 1));
        await using (var client = await cluster.ConnectAsync())
        {
            using var of = new Activity("client") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
            of.SetIdFormat(ActivityIdFormat.W3C).Start();
            await foreach (var ended in client.RunAsync([WorkItem.Create("System.Math", "Sqrt", 1), WorkItem.Create("System.Math", "Sqrt", 2)]))
            {
                Assert.Equal(TaskState.Done, ended.Record.State);
            }

            var single = await client.AddItemAsync(WorkItem.Create("System.Math", "Sqrt", 3));
            await single.Result;
            seed.Terminate();
            await seed.ExitsWithAsync(0);

            var whole = Assert.Single(collector.Of("scalems.submission"), span => span.Parent == of.SpanId.ToHexString());
            var tasks = collector.Of("scalems.task");
            Assert.All(tasks, task => Assert.Equal(of.TraceId.ToHexString(), task.Trace));
            Assert.Equal([of.SpanId.ToHexString(), whole.Id, whole.Id], tasks.Select(static task => task.Parent).OrderBy(parent => parent == whole.Id));
        }
    }

    [Fact]
    public async Task With_telemetry_off_nothing_of_it_is_loaded()
    {
        await using var cluster = new TestCluster();
        var off = await cluster.SeedAsync();
        var worker = await cluster.WorkerAsync("--set", "scalems.telemetry.prometheus=0");

        Assert.DoesNotContain("OpenTelemetry", await File.ReadAllTextAsync($"/proc/{off.Id}/maps"), StringComparison.Ordinal);
        Assert.Contains("OpenTelemetry", await File.ReadAllTextAsync($"/proc/{worker.Id}/maps"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("otlp=localhost", "the URL of a collector")]
    [InlineData("prometheus=0.0.0.0:9464", "a port")]
    [InlineData("sample=2", "a number from 0 to 1")]
    [InlineData("otlp-protocol=json", "grpc, http/protobuf")]
    public async Task A_wrong_value_stops_the_start(string value, string expected)
    {
        await using var cluster = new TestCluster();
        var seed = cluster.BadSeed("--set", $"scalems.telemetry.{value}");

        await seed.ExitsWithAsync(2);
        Assert.Contains(expected, seed.Errors, StringComparison.Ordinal);
    }

    private static string[] Options(OtlpCollector collector, string protocol, string sample) =>
    [
        "--set", $"scalems.telemetry.otlp=\"{collector.Address}\"",
        "--set", $"scalems.telemetry.otlp-protocol={protocol}",
        "--set", $"scalems.telemetry.sample={sample}",
        "--set", "scalems.telemetry.interval=1s",
    ];
}
