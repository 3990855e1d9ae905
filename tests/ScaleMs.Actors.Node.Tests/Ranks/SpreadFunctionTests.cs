using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>.NET functions with more ranks than one worker has slots.</summary>
public sealed class SpreadFunctionTests(TwoWorkers cluster) : IClassFixture<TwoWorkers>
{
    // A lost rank is noticed at once; the rest is for a busy machine.
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Four_ranks_on_two_workers_reduce_numbers_in_two_processes_of_each_and_answer_in_rank_order()
    {
        var ranks = (await cluster.Client.RunAsync(AllReduce())).Ranks();

        Assert.Equal([406, 406, 406, 406], ranks.Select(static rank => rank[0]));
        long[] processes = [.. ranks.Select(static rank => rank[1])];
        Assert.Distinct(processes);
        long[] workers = [.. processes.Select(ProcessTree.ParentOf)];
        Assert.Equal((workers[0], workers[2]), (workers[1], workers[3]));
        Assert.Equal(cluster.Workers.Select(static worker => (long)worker.Id).Order(), workers.Distinct().Order());
    }

    [Fact]
    public async Task What_a_rank_has_sent_last_arrives_before_its_end()
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => cluster.Client.SubmitAsync(AllReduce())));

        Assert.All(await Task.WhenAll(tasks.Select(static task => task.EndsAsync())), static record => Assert.Equal(4, record.Ranks().Length));
    }

    [Fact]
    public async Task A_rank_that_ends_its_process_ends_all_ranks_on_both_workers_within_seconds_and_the_queue_goes_on()
    {
        var exits = await cluster.Client.SubmitAsync(RankedCall.DotNet(4, nameof(Samples.Ranks.ExitAsync), 1, 3));
        var next = await cluster.Client.SubmitAsync(AllReduce());

        var record = await exits.EndsAsync();
        record.HasFailed(ErrorKind.RankLost, "rank 1: ", "exit code 3", "rank 0: ", "rank 2: ", "rank 3: ", "because rank 1");
        Assert.InRange(record.Timestamps.Finished!.Value - record.Timestamps.Started!.Value, TimeSpan.Zero, Seconds);
        Assert.Equal(4, (await next.EndsAsync()).Ranks().Length);
    }

    [Fact]
    public async Task A_rank_that_throws_fails_the_task_with_its_error_and_the_queue_goes_on()
    {
        var fails = await cluster.Client.SubmitAsync(RankedCall.DotNet(4, nameof(Samples.Ranks.FailAsync), 2));
        var next = await cluster.Client.SubmitAsync(AllReduce());

        (await fails.EndsAsync()).HasFailed(ErrorKind.UserError, "rank 2: System.InvalidOperationException: rank 2 gives up", "rank 0: ", "rank 1: ", "rank 3: ");
        Assert.Equal(4, (await next.EndsAsync()).Ranks().Length);
    }

    [Fact]
    public async Task A_running_task_that_is_cancelled_ends_on_both_workers_and_a_queued_one_never_begins()
    {
        var (path, queuedPath) = (cluster.NewPath(), cluster.NewPath());
        var running = await cluster.Client.SubmitAsync(RankedCall.DotNet(4, nameof(Samples.Ranks.ForeverAsync), path));
        await cluster.HaveBegunAsync(path, 4);
        var queued = await cluster.Client.SubmitAsync(RankedCall.DotNet(4, nameof(Samples.Ranks.ForeverAsync), queuedPath));

        Assert.Null((await cluster.CancelAsync(queued)).Timestamps.Started);
        await cluster.CancelAsync(running);

        Assert.Equal(4, (await cluster.Client.RunAsync(AllReduce())).Ranks().Length);
        Assert.False(File.Exists($"{queuedPath}.0"));
    }

    [Fact]
    public async Task Smaller_tasks_pass_a_large_one_that_waits_and_it_does_not_starve()
    {
        var gate = cluster.NewPath();
        var first = await cluster.Client.SubmitAsync($$"""{"mode": "task.shell", "command": "while [ ! -e {{gate}} ]; do sleep 0.05; done"}""");
        await cluster.Client.UntilAsync(static status => status.Counts[TaskState.Executing] == 1);
        var large = await cluster.Client.SubmitAsync(AllReduce());
        Assert.Equal(TaskState.Done, (await cluster.Client.RunAsync("""{"mode": "task.shell", "command": "true"}""")).State);
        Assert.False(large.Result.IsCompleted);
        var small = new List<Client.TaskHandle>();
        for (var i = 0; i < 60; i++)
        {
            small.Add(await cluster.Client.SubmitAsync("""{"mode": "task.shell", "command": "sleep 0.2"}"""));
        }

        await File.WriteAllTextAsync(gate, "");

        Assert.Equal(4, (await large.EndsAsync()).Ranks().Length);
        Assert.Contains(small, static task => !task.Result.IsCompleted);
        Assert.All(await Task.WhenAll(small.Append(first).Select(static task => task.EndsAsync())), static record => Assert.Equal(TaskState.Done, record.State));
    }

    private static string AllReduce() => RankedCall.DotNet(4, nameof(Samples.Ranks.AllReduceAsync), 101);
}
