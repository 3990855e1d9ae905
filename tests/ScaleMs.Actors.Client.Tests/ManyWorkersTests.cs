using Akka.Cluster;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Tests;

public sealed class ManyWorkersTests
{
    [Fact]
    public async Task Twelve_workers_join_one_master_and_each_of_them_runs_tasks()
    {
        await using var cluster = await LoopbackCluster.StartAsync();
        for (var n = 0; n < 12; n++)
        {
            cluster.AddWorker($"worker-{n}");
        }

        await RegisteredAsync(cluster.Client, 12);
        var results = await cluster.Client.RunAsync(Naps(240)).AllAsync().WaitAsync(Embedded.Long);

        Assert.All(results, static task => Assert.Equal(TaskState.Done, task.Record.State));
        Assert.Equal(Enumerable.Range(0, 240), results.Select(static task => task.Index).Order());
        var report = await cluster.Client.ReportAsync();
        Assert.Equal(240, report.Workers.Values.Sum(static worker => worker.Done));
        Assert.Equal(12, report.Workers.Count(static worker => worker.Value.Done > 0));
    }

    [Fact]
    public async Task A_worker_that_the_cluster_has_not_let_in_yet_runs_tasks()
    {
        // As when another member is paused: the leader moves no member to Up.
        await using var cluster = await LoopbackCluster.StartAsync("akka.cluster { leader-actions-interval = 1h, allow-weakly-up-members = off }");
        cluster.AddWorker("early");

        await RegisteredAsync(cluster.Client, 1);
        var results = await cluster.Client.RunAsync(Naps(10)).AllAsync().WaitAsync(Embedded.Long);

        Assert.All(results, static task => Assert.Equal(TaskState.Done, task.Record.State));
        Assert.DoesNotContain(MemberStatus.Up, cluster.Workers);
    }

    private static IEnumerable<TaskInput> Naps(int count) => Enumerable.Repeat(
        TaskInput.Of(WorkItem.Create("System.Threading.Thread", "Sleep", 20), TaskScheduling.Default with { Fresh = true }), count);

    private static async Task RegisteredAsync(ScaleMsClient client, int count)
    {
        using var tooLate = new CancellationTokenSource(Embedded.Long);
        while ((await client.QueryAsync(new Query { Limit = 0 }, tooLate.Token)).Status.Workers.Length < count)
        {
            await Task.Yield();
        }
    }
}
