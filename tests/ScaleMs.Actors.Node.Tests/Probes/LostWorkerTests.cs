using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Probes;

public sealed class LostWorkerTests
{
    // An otherwise idle machine needs 8 s: 3 until heartbeats are missed, 5 more until the worker is considered lost.
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Kill_9_of_a_worker_with_tasks_running_and_queued_is_detected_in_seconds_its_tasks_run_elsewhere_and_later_ones_as_ever()
    {
        const int Queued = 20;
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var ant = await cluster.WorkerAsync("--set", "scalems.worker.name=ant");
        await using var client = await cluster.ConnectAsync();
        var running = await cluster.SubmitAsync(cluster.AtGate("again"), cluster.AtGate("once", """, "max_retries": 0"""));
        await client.UntilAsync(2, TaskState.Executing);
        using var file = cluster.Traced(Queued, "trace", "0");
        var submit = cluster.Client("submit", file.Path);
        await client.UntilAsync(Queued, TaskState.Scheduled);

        var killed = DateTimeOffset.UtcNow;
        ant.Kill();
        await cluster.WorkerAsync("--set", "scalems.worker.name=bee");
        await client.UntilAsync(static status => status.Workers.All(static worker => worker.Name == "bee"));
        await submit.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(0, Queued), cluster.Traces("trace").Order());

        var once = await client.RecordAsync("once");
        Assert.Equal((TaskState.Failed, 1), (once.State, once.Attempt));
        Assert.StartsWith("worker lost: the task was lost with ant", once.Exception, StringComparison.Ordinal);
        Assert.Contains("its max_retries is 0", once.Exception, StringComparison.Ordinal);
        Assert.InRange(once.Timestamps.Finished!.Value - killed, TimeSpan.Zero, Seconds);

        await client.UntilAsync(1, TaskState.Executing);
        var again = await client.RecordAsync("again");
        Assert.Equal((2, "bee"), (again.Attempt, again.Worker));
        Assert.Contains(again.Transitions!.Value, static entered => entered.Reason.StartsWith("worker ant was lost", StringComparison.Ordinal));
        cluster.Open();

        await cluster.EndedAsync(1, "results", running);
        Assert.Equal(TaskState.Done, (await client.RecordAsync("again")).State);
        using var later = TaskFile.Echoes(100, 0);
        await cluster.EndedAsync(0, "submit", later.Path);
    }

    [Fact]
    public async Task Kill_9_of_each_worker_that_runs_a_task_ends_it_FAILED_after_bounded_retries_with_its_history()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync("--set", "scalems.workers.max-attempts=2", "--set", "scalems.workers.lost-after=1s");
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync(cluster.AtGate("deadly"));
        string[] names = ["ant", "bee"];
        foreach (var name in names)
        {
            var worker = await cluster.WorkerAsync("--set", $"scalems.worker.name={name}");
            await client.UntilAsync(1, TaskState.Executing);
            worker.Kill();
            await client.UntilAsync(0, TaskState.Executing);
        }

        await client.UntilAsync(1, TaskState.Failed);
        var record = await client.RecordAsync("deadly");
        Assert.Equal(2, record.Attempt);
        Assert.All(names, name => Assert.Contains(name, record.Exception, StringComparison.Ordinal));
        Assert.Contains("scalems.workers.max-attempts", record.Exception, StringComparison.Ordinal);
        await cluster.WorkerAsync();
        using var later = TaskFile.Echoes(10, 0);
        await cluster.EndedAsync(0, "submit", later.Path);
    }
}
