namespace Akka.Cluster.Tests.Simulation;

public class LeavingSimulation
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_node_that_leaves_is_removed_at_once_also_when_it_leads(int leaver)
    {
        var (sim, nodes) = Cluster(1, 4);
        var gone = nodes[leaver];
        gone.Node.Leave(gone.Self.Address);
        Assert.True(sim.RunUntil(() => sim.Agrees([.. nodes.Where(n => n != gone)]), Soon), sim.Describe());
        Assert.False(gone.IsRunning);
    }

    [Fact]
    public void All_nodes_can_leave_together()
    {
        var (sim, nodes) = Cluster(2, 5);
        foreach (var node in nodes)
        {
            node.Node.Leave(node.Self.Address);
        }

        Assert.True(sim.RunUntil(() => !sim.Running.Any(), TimeSpan.FromSeconds(3)), sim.Describe());
    }

    [Fact]
    public void The_last_node_can_leave()
    {
        var (sim, nodes) = Cluster(3, 1);
        nodes[0].Node.Leave(nodes[0].Self.Address);
        Assert.True(sim.RunUntil(() => !sim.Running.Any(), Soon), sim.Describe());
    }

    [Fact]
    public void A_node_that_leaves_while_still_joining_just_stops()
    {
        var sim = new SimCluster(4);
        var lonely = sim.StartAndJoin(1, 0);
        sim.Run(TimeSpan.FromSeconds(1));
        lonely.Node.Leave(lonely.Self.Address);
        Assert.False(lonely.IsRunning);
    }

    [Fact]
    public void A_downed_node_stops_itself_and_is_removed()
    {
        var (sim, nodes) = Cluster(5, 3);
        nodes[0].Node.Down(nodes[2].Self.Address);
        Assert.True(sim.RunUntil(() => !nodes[2].IsRunning, Soon), sim.Describe());
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes[0], nodes[1]), TimeSpan.FromSeconds(10)), sim.Describe());
    }

    [Fact]
    public void A_killed_and_restarted_worker_is_back_at_once_as_a_new_member()
    {
        var (sim, nodes) = Cluster(6, 4);
        var reborn = sim.StartAndJoin(2, 0);
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes[0], nodes[1], nodes[3], reborn), TimeSpan.FromMilliseconds(300)), sim.Describe());
        Assert.Contains(nodes[2].Self, nodes[0].State.Gossip.Tombstones.Keys);
    }

    [Fact]
    public void Workers_learn_within_a_heartbeat_that_another_seed_runs_where_theirs_was()
    {
        var (sim, nodes) = Cluster(7, 3);
        var reborn = sim.StartAndJoin(0, 0);
        Assert.True(
            sim.RunUntil(
                () => nodes[1..].All(n => !n.State.Gossip.Reachability.IsReachable(nodes[0].Self)),
                TimeSpan.FromSeconds(1.5)),
            sim.Describe());
        sim.Run(TimeSpan.FromSeconds(30));
        Assert.Equal([reborn.Self], reborn.State.Members.Select(m => m.UniqueAddress));
    }

    [Fact]
    public void A_node_that_was_removed_behind_its_back_is_told_so_when_it_speaks_again()
    {
        var (sim, nodes) = Cluster(8, 3);
        sim.Cut([nodes[2]], nodes[..2]);
        sim.Run(TimeSpan.FromSeconds(8));
        nodes[0].Node.Down(nodes[2].Self.Address);
        sim.Run(TimeSpan.FromSeconds(3));
        Assert.True(sim.Agrees(nodes[0], nodes[1]), sim.Describe());
        Assert.True(nodes[2].IsRunning);

        sim.Heal();
        Assert.True(sim.RunUntil(() => !nodes[2].IsRunning, TimeSpan.FromSeconds(10)), sim.Describe());
        Assert.True(sim.Agrees(nodes[0], nodes[1]), sim.Describe());
    }

    private static (SimCluster Sim, SimNode[] Nodes) Cluster(int seed, int size)
    {
        var sim = new SimCluster(seed);
        var nodes = Enumerable.Range(0, size).Select(i => sim.StartAndJoin(i, 0)).ToArray();
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes), TimeSpan.FromSeconds(10)), sim.Describe());
        sim.Run(TimeSpan.FromSeconds(5));
        return (sim, nodes);
    }
}
