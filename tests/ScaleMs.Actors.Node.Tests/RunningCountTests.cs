using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class RunningCountTests
{
    [Fact]
    public async Task Short_tasks_that_run_in_three_slots_are_counted_as_executing()
    {
        const int Slots = 3;
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(Enumerable.Repeat("""{"mode": "task.shell", "command": "sleep 0.1"}""", 600));
        await cluster.SeedAsync();
        await cluster.WorkerAsync(Slots);
        await using var client = await cluster.ConnectAsync();
        var submit = cluster.Client("submit", file.Path);

        await client.UntilAsync(static status => status.Counts[TaskState.Executing] == Slots);
        var counts = new List<long>();
        for (var n = 0; n < 20; n++)
        {
            counts.Add((await client.StatusAsync()).Counts[TaskState.Executing]);
        }

        Assert.All(counts, static count => Assert.InRange(count, 1, Slots));
        var table = string.Join('\n', (await cluster.EndedAsync(0, "status")).Output);
        Assert.DoesNotContain(" 0 EXECUTING", table, StringComparison.Ordinal);
        Assert.Contains("reachable", table, StringComparison.Ordinal);
        submit.Interrupt();
        await submit.ExitsWithAsync(130);
    }
}
