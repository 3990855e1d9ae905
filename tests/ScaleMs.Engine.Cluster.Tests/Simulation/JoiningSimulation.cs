namespace Akka.Cluster.Tests.Simulation;

public class JoiningSimulation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void A_sole_seed_is_up_at_once()
    {
        var sim = new SimCluster(1);
        var seed = sim.StartAndJoin(0, 0);
        Assert.Equal(MemberStatus.Up, seed.State.SelfMember?.Status);
        Assert.Equal(sim.Clock.Current, seed.UpSince);
    }

    [Fact]
    public void A_worker_is_up_a_few_round_trips_after_its_start()
    {
        var sim = new SimCluster(2);
        var seed = sim.StartAndJoin(0, 0);
        sim.Run(TimeSpan.FromSeconds(10));
        var started = sim.Clock.Current;
        var worker = sim.StartAndJoin(1, 0);
        Assert.True(sim.RunUntil(() => sim.Agrees(seed, worker), TimeSpan.FromMilliseconds(50)), sim.Describe());
        Assert.InRange(worker.UpSince!.Value - started, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_worker_started_before_its_seed_is_up_soon_after_it()
    {
        var sim = new SimCluster(3);
        var worker = sim.StartAndJoin(1, 0);
        sim.Run(TimeSpan.FromMilliseconds(300));
        var seed = sim.StartAndJoin(0, 0);
        Assert.True(sim.RunUntil(() => sim.Agrees(seed, worker), TimeSpan.FromMilliseconds(600)), sim.Describe());
    }

    [Fact]
    public void A_seed_that_is_not_the_first_never_makes_a_cluster_of_its_own()
    {
        var sim = new SimCluster(4);
        var second = sim.StartAndJoin(1, 0, 1);
        var third = sim.StartAndJoin(2, 0, 1);
        sim.Run(TimeSpan.FromMinutes(1));
        Assert.Empty(second.State.Members);
        Assert.Empty(third.State.Members);
    }

    [Fact]
    public void The_first_seed_of_several_makes_a_cluster_after_the_seed_node_timeout_when_no_other_answers()
    {
        var sim = new SimCluster(5);
        var first = sim.StartAndJoin(0, 0, 1);
        sim.Run(TimeSpan.FromSeconds(4.9));
        Assert.Empty(first.State.Members);
        sim.Run(TimeSpan.FromSeconds(0.2));
        Assert.Equal(MemberStatus.Up, first.State.SelfMember?.Status);
    }

    [Fact]
    public void The_first_seed_does_not_wait_when_the_others_say_no()
    {
        var sim = new SimCluster(6);
        var first = sim.StartAndJoin(0, 0, 1);
        var second = sim.StartAndJoin(1, 0, 1);
        Assert.True(sim.RunUntil(() => sim.Agrees(first, second), TimeSpan.FromSeconds(1)), sim.Describe());
    }

    [Fact]
    public void A_first_seed_that_restarts_joins_the_cluster_that_the_second_kept()
    {
        var sim = new SimCluster(7);
        var first = sim.StartAndJoin(0, 0, 1);
        var second = sim.StartAndJoin(1, 0, 1);
        var worker = sim.StartAndJoin(2, 0, 1);
        Assert.True(sim.RunUntil(() => sim.Agrees(first, second, worker), TimeSpan.FromSeconds(10)), sim.Describe());

        var reborn = sim.StartAndJoin(0, 0, 1);
        Assert.True(sim.RunUntil(() => sim.Agrees(reborn, second, worker), TimeSpan.FromSeconds(3)), sim.Describe());
        Assert.False(first.IsRunning);
    }

    [Fact]
    public void Nobody_comes_up_before_there_are_enough_members_of_each_role()
    {
        var options = new Protocol.NodeOptions
        {
            MinNrOfMembers = 3,
            MinNrOfMembersOfRole = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add("worker", 2),
        };
        var sim = new SimCluster(8, options);
        var seed = sim.Start(0, "master");
        seed.Node.Join(seed.Self.Address);
        var nodes = new List<SimNode> { seed };
        foreach (var (number, role) in new[] { (1, "worker"), (2, "master"), (3, "worker") })
        {
            sim.Run(TimeSpan.FromSeconds(5));
            Assert.All(seed.State.Members, m => Assert.Equal(MemberStatus.Joining, m.Status));
            var node = sim.Start(number, role);
            node.Node.Join(seed.Self.Address);
            nodes.Add(node);
        }

        Assert.True(sim.RunUntil(() => sim.Agrees([.. nodes]), TimeSpan.FromSeconds(1)), sim.Describe());
    }

    [Theory]
    [InlineData(11, 12)]
    [InlineData(12, 30)]
    [InlineData(13, 60)]
    public void Many_nodes_that_join_at_once_agree_within_seconds(int seed, int size)
    {
        var sim = new SimCluster(seed);
        var nodes = Enumerable.Range(0, size).Select(i => sim.StartAndJoin(i, 0)).ToArray();
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes), TimeSpan.FromSeconds(8)), sim.Describe());
    }

    [Fact]
    public void It_makes_no_difference_that_messages_go_over_the_wire()
    {
        var sim = new SimCluster(9) { Faults = NetworkFaults.Bad, OverTheWire = true };
        var nodes = Enumerable.Range(0, 7).Select(i => sim.StartAndJoin(i, 0, 1)).ToArray();
        sim.Run(TimeSpan.FromSeconds(20));
        sim.Faults = NetworkFaults.None;
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes), Patience), sim.Describe());
        Assert.All(nodes[1..], n => Assert.True(nodes[0].State.Gossip.HasSameContent(n.State.Gossip)));
    }

    [Fact]
    public void Joining_succeeds_over_a_bad_network_whatever_the_seed()
    {
        foreach (var seed in Enumerable.Range(100, 40))
        {
            var sim = new SimCluster(seed) { Faults = NetworkFaults.Bad };
            var nodes = Enumerable.Range(0, 7).Select(i => sim.StartAndJoin(i, 0, 1)).ToArray();
            sim.Run(TimeSpan.FromSeconds(20));
            sim.Faults = NetworkFaults.None;
            Assert.True(sim.RunUntil(() => sim.Agrees(nodes), Patience), sim.Describe());
        }
    }
}
