using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Clients that disconnect for a while, reconnect, or find that another client has claimed their submission.</summary>
public sealed class AwayClientTests
{
    [Fact]
    public async Task A_client_that_was_paused_until_the_master_took_it_for_gone_gets_all_its_results()
    {
        const int Count = 40;
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "0.05");
        var seed = await cluster.SeedAsync("--set", "scalems.log.level=INFO");
        var submit = cluster.Client("submit", file.Path);
        await cluster.SubmitAsync(cluster.AtGate("at-gate"));
        var watch = cluster.Client("watch", "at-gate");
        await cluster.WatchedAsync(cluster.Client("watch", "--all"));
        await cluster.WorkerAsync();
        await submit.PrintsAsync(1);

        submit.Pause();
        watch.Pause();
        await seed.SaysAsync("Nothing was heard of client");
        await seed.SaysAsync("Nothing was heard of client");
        submit.Continue();
        watch.Continue();
        await watch.SaysAsync("the master is back");
        cluster.Open();

        await submit.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(1, Count), ResultText.Parse(submit.Output).Select(ResultText.Line).Order());
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Order());
        await watch.ExitsWithAsync(0);
    }

    [Fact]
    public async Task A_submission_that_a_second_client_takes_up_ends_for_the_first_with_the_reason()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        using var file = TaskFile.Of(TaskFile.Echo(1, 0), cluster.AtGate("at-gate"));
        var id = $"{Guid.CreateVersion7()}";
        var first = cluster.Client("submit", file.Path, "--submission", id);
        await first.PrintsAsync(1);

        var second = cluster.Client("submit", file.Path, "--submission", id, "--ordered");
        await first.ExitsWithAsync(1);
        cluster.Open();
        await second.ExitsWithAsync(0);

        Assert.Contains($"another client has taken up submission {id}", first.Errors, StringComparison.Ordinal);
        Assert.Equal([1, 2], ResultText.Parse(second.Output).Select(ResultText.Line));
    }

    [Fact]
    public async Task Results_that_are_no_longer_kept_are_counted_and_not_passed_over()
    {
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync("--set", "scalems.master.retain=5");
        await cluster.WorkerAsync();
        var id = await cluster.SubmitAsync([.. Enumerable.Range(0, 20).Select(static number => TaskFile.Echo(number, 0))]);
        await seed.SaysAsync("results were evicted before they were delivered");
        await using (var client = await cluster.ConnectAsync())
        {
            await client.UntilAsync(20, TaskState.Done);
        }

        var waits = await cluster.EndedAsync(1, "results", id);
        var looks = await cluster.EndedAsync(1, "results", id, "--no-wait");

        Assert.Equal((5, 5), (waits.Output.Length, looks.Output.Length));
        Assert.Contains("15 of 20 tasks have no result here", waits.Errors, StringComparison.Ordinal);
        Assert.Contains("of 20 tasks have no result here", looks.Errors, StringComparison.Ordinal);
    }
}
