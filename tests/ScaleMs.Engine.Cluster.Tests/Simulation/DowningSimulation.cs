using Akka.Cluster.SBR;

namespace Akka.Cluster.Tests.Simulation;

/// <summary>One master, workers without a vote, the resolver of the product: static-quorum of one master.</summary>
public class DowningSimulation
{
    private static readonly TimeSpan ResolvedWithin = TimeSpan.FromSeconds(20);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(2_000, 20)];

    [Fact]
    public void A_killed_worker_is_removed_and_the_others_go_on()
    {
        var (sim, master, workers) = Cluster(1);
        workers[1].Kill();
        Assert.True(sim.RunUntil(() => sim.Agrees(master, workers[0], workers[2], workers[3]), ResolvedWithin), sim.Describe());
    }

    [Fact]
    public void Without_the_master_all_workers_stop()
    {
        var (sim, master, _) = Cluster(2);
        master.Kill();
        Assert.True(sim.RunUntil(() => !sim.Running.Any(), ResolvedWithin), sim.Describe());
    }

    [Fact]
    public void Workers_of_a_restarted_seed_stop_and_can_come_back_as_new_members()
    {
        var (sim, master, workers) = Cluster(3);
        master.Kill();
        var reborn = sim.StartAndJoin(0, ["master"], 0);
        Assert.True(sim.RunUntil(() => workers.All(w => !w.IsRunning), ResolvedWithin), sim.Describe());
        var next = workers.Select((_, i) => sim.StartAndJoin(i + 1, ["worker"], 0)).ToArray();
        Assert.True(sim.RunUntil(() => sim.Agrees([reborn, .. next]), TimeSpan.FromSeconds(3)), sim.Describe());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_a_partition_only_the_masters_side_goes_on(int seed)
    {
        var (sim, master, workers) = Cluster(seed);
        var random = new Random(seed);
        var lost = workers.OrderBy(_ => random.Next()).Take(random.Next(1, workers.Length)).ToArray();
        SimNode[] kept = [master, .. workers.Except(lost)];
        sim.Cut(lost, kept);
        Assert.True(sim.RunUntil(() => lost.All(n => !n.IsRunning) && sim.Agrees(kept), ResolvedWithin), sim.Describe());
        sim.Heal();
        sim.Run(TimeSpan.FromSeconds(10));
        Assert.True(sim.Agrees(kept), sim.Describe());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_short_partition_harms_nobody(int seed)
    {
        var (sim, master, workers) = Cluster(seed);
        sim.Cut([workers[0], workers[1]], [master, workers[2], workers[3]]);
        sim.Run(TimeSpan.FromSeconds(6));
        sim.Heal();
        Assert.True(sim.RunUntil(() => sim.Agrees([master, .. workers]), ResolvedWithin), sim.Describe());
    }

    [Fact]
    public void A_broken_link_between_a_worker_and_the_master_costs_that_worker_only()
    {
        var (sim, master, workers) = Cluster(5);
        sim.Cut([workers[3]], [master]);
        Assert.True(sim.RunUntil(() => sim.Agrees(master, workers[0], workers[1], workers[2]), ResolvedWithin), sim.Describe());
        Assert.True(sim.RunUntil(() => !workers[3].IsRunning, ResolvedWithin), sim.Describe());
    }

    private static (SimCluster Sim, SimNode Master, SimNode[] Workers) Cluster(int seed)
    {
        var sim = new SimCluster(seed) { Downing = new StaticQuorum(1, "master") };
        var master = sim.StartAndJoin(0, ["master"], 0);
        var workers = Enumerable.Range(1, 4).Select(i => sim.StartAndJoin(i, ["worker"], 0)).ToArray();
        Assert.True(sim.RunUntil(() => sim.Agrees([master, .. workers]), TimeSpan.FromSeconds(10)), sim.Describe());
        sim.Run(TimeSpan.FromSeconds(5));
        return (sim, master, workers);
    }
}
