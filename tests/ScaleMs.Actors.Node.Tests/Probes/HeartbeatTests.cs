using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests.Probes;

public sealed class HeartbeatTests
{
    // A worker is unreachable after 3 s of silence, and considered lost 5 s later.
    private const int Milliseconds = 12_000;

    private const int PoolItems = 64;

    [Theory]
    [InlineData("process")]
    [InlineData("none")]
    public async Task Heartbeat_goes_on_while_tasks_occupy_every_thread_that_user_work_runs_on(string isolation)
    {
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync(3, "--set", $"scalems.worker.isolation={isolation}");
        await using var client = await cluster.ConnectAsync();

        var id = await cluster.SubmitAsync(
            Call(nameof(Mischief.OccupyPool), PoolItems, Milliseconds), Call(nameof(Mischief.Spin), 1, Milliseconds), Call(nameof(Mischief.Spin), 2, Milliseconds));
        await client.UntilAsync(status =>
        {
            Assert.True(Assert.Single(status.Workers).Reachable, seed.Errors);
            return status.Counts[TaskState.Done] == 3;
        });

        var results = await cluster.EndedAsync(0, "results", id, "--details");
        Assert.All(ResultText.Parse(results.Output), static result => Assert.Equal(1, result.GetProperty("attempt").GetInt32()));
        Assert.DoesNotContain("cannot be reached", seed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("is lost", seed.Errors, StringComparison.Ordinal);
    }

    private static string Call(string function, int number, int milliseconds) =>
        $$"""{"module": "{{typeof(Mischief).FullName}}", "func": "{{function}}", "args": [{{number}}, {{milliseconds}}]}""";
}
