using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Nodes that are lost while a task runs on two workers.</summary>
public sealed class SpreadLossTests
{
    [Fact]
    public async Task Kill_9_of_one_of_its_workers_ends_the_rest_of_the_task_and_it_runs_again_when_another_joins()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync("--set", "scalems.workers.lost-after=1s");
        var survivor = await cluster.WorkerAsync();
        var victim = await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        var task = await SubmitAsync(cluster, client);
        await survivor.UntilAsync(() => Ranks(cluster, "runs") == 4);

        victim.Kill();
        await survivor.UntilAsync(() => (Ranks(cluster, "runs"), Ranks(cluster, "ended")) == (2, 2));
        await cluster.WorkerAsync();
        await survivor.UntilAsync(() => Ranks(cluster, "runs") == 6);
        cluster.Open();

        var record = await task.EndsAsync();
        Assert.Equal([0, 1, 2, 3], record.Ranks().Select(static rank => rank[0]));
        Assert.Equal((2, 6), (record.Attempt, Ranks(cluster, "ended")));
        Assert.Equal(4, (await client.RunAsync(RankedCall.DotNet(4, nameof(Samples.Ranks.AllReduceAsync), 1))).Ranks().Length);
    }

    [Fact]
    public async Task Kill_9_and_restart_of_the_seed_runs_the_task_again_and_it_ends_once()
    {
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync();
        var worker = await cluster.WorkerAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        var task = await SubmitAsync(cluster, client);
        await worker.UntilAsync(() => Ranks(cluster, "runs") == 4);

        seed.Kill();
        await seed.ExitsAsync();
        await cluster.SeedAsync();
        await worker.UntilAsync(() => (Ranks(cluster, "runs"), Ranks(cluster, "ended")) == (4, 4));
        cluster.Open();

        var record = await task.EndsAsync();
        Assert.Equal([0, 1, 2, 3], record.Ranks().Select(static rank => rank[0]));
        Assert.Equal(8, Ranks(cluster, "ended"));
        Assert.Single((await client.RecordAsync(task.Uid)).Transitions!.Value, static entered => entered.State == TaskState.Done);
    }

    private static Task<TaskHandle> SubmitAsync(TestCluster cluster, ScaleMsClient client) =>
        client.SubmitAsync(RankedCall.DotNet(4, nameof(Samples.Ranks.UntilAsync), cluster.Directory.Path, cluster.Directory.File("gate")));

    private static int Ranks(TestCluster cluster, string state) => Directory.GetFiles(cluster.Directory.Path, $"{state}-*").Length;
}
