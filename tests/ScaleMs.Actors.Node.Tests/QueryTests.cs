using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class QueryTests
{
    [Fact]
    public async Task A_query_goes_on_by_itself_until_its_limit_or_the_end()
    {
        // More than the 2 MiB of a message.
        const int Count = 30;
        const string Large = """{"mode": "task.shell", "command": "head -c 100000 /dev/zero | tr '\\0' x"}""";
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync([.. Enumerable.Repeat(Large, Count)]);
        await client.UntilAsync(Count, TaskState.Done);

        var all = await cluster.EndedAsync(0, "query", "--limit", "10000");
        Assert.Equal(Count, all.Output.Length);
        Assert.Empty(all.Errors);

        var most = await cluster.EndedAsync(0, "query", "--limit", $"{Count - 1}");
        Assert.Equal(Count - 1, most.Output.Length);
        var last = await cluster.EndedAsync(0, "query", "--after", most.Errors.Split("--after ")[1]);
        Assert.Equal(all.Output[^1], Assert.Single(last.Output));
    }

    [Fact]
    public async Task To_cancel_a_task_that_is_not_there_is_a_failure()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();

        var cancel = await cluster.EndedAsync(1, "cancel", "nobody");
        Assert.Contains("no task has the uid nobody", cancel.Errors, StringComparison.Ordinal);
    }
}
