namespace Akka.Cluster.Tests.Simulation;

public class ChaosSimulation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1_000, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_a_partition_heals_there_is_one_leader_and_one_view(int seed)
    {
        var random = new Random(seed);
        var sim = new SimCluster(seed);
        var nodes = Enumerable.Range(0, 6).Select(i => sim.StartAndJoin(i, 0)).ToArray();
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes), Patience), sim.Describe());

        sim.Faults = NetworkFaults.Bad;
        for (var round = 0; round < 3; round++)
        {
            var cut = random.Next(1, nodes.Length);
            var shuffled = nodes.OrderBy(_ => random.Next()).ToArray();
            sim.Cut(shuffled[..cut], shuffled[cut..]);
            sim.Run(TimeSpan.FromSeconds(random.Next(2, 20)));
            sim.Heal();
            sim.Run(TimeSpan.FromSeconds(random.Next(0, 4)));
        }

        sim.Faults = NetworkFaults.None;
        Assert.True(sim.RunUntil(() => sim.Agrees(nodes), Patience), sim.Describe());
        Assert.Equal(nodes.Min(n => n.Self), nodes[0].State.Leader);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_was_removed_stays_removed_and_the_rest_agree(int seed)
    {
        var random = new Random(seed);
        var sim = new SimCluster(seed) { Faults = NetworkFaults.Bad };
        var first = sim.StartAndJoin(0, 0, 1);
        for (var number = 1; number < 6; number++)
        {
            sim.StartAndJoin(number, 0, 1);
        }

        sim.Run(TimeSpan.FromSeconds(20));
        for (var round = 0; round < 12; round++)
        {
            Disturb(sim, first, random);
            sim.Run(TimeSpan.FromSeconds(random.Next(0, 8)));
        }

        sim.Faults = NetworkFaults.None;
        sim.Heal();

        // A resolver would down those that stay unreachable; here the first node does.
        var settled = sim.RunUntil(
            () =>
            {
                foreach (var dead in first.State.TrustedReachability.AllUnreachableOrTerminated)
                {
                    if (sim.Nodes.Exists(n => n.Self.Equals(dead) && !n.IsRunning))
                    {
                        first.Node.Down(dead);
                    }
                }

                return sim.Agrees([.. sim.Running]);
            },
            Patience);

        Assert.True(settled, sim.Describe());
        Assert.All(sim.Nodes, n => Assert.Empty(n.ComebacksOfTheRemoved));
        Assert.All(first.KnownRemoved, gone => Assert.DoesNotContain(sim.Running, n => n.Self.Equals(gone)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        static string Story(int seed)
        {
            var sim = new SimCluster(seed) { Faults = NetworkFaults.Bad };
            var first = sim.StartAndJoin(0, 0);
            _ = Enumerable.Range(1, 4).Select(i => sim.StartAndJoin(i, 0)).ToArray();
            sim.Run(TimeSpan.FromSeconds(30));
            return $"{sim.Carried} {string.Join('\n', first.Log)}";
        }

        Assert.Equal(Story(42), Story(42));
        Assert.NotEqual(Story(42), Story(43));
    }

    private static void Disturb(SimCluster sim, SimNode first, Random random)
    {
        var others = sim.Running.Where(n => n != first).ToList();
        if (others.Count == 0)
        {
            return;
        }

        var victim = others[random.Next(others.Count)];
        var number = victim.Self.Address.Port!.Value - 1_000;
        switch (random.Next(6))
        {
            case 0:
                victim.Node.Leave(victim.Self.Address);
                break;
            case 1:
                victim.Kill();
                break;
            case 2:
                sim.StartAndJoin(number, 0, 1);
                break;
            case 3:
                first.Node.Down(victim.Self.Address);
                break;
            case 4:
                sim.Cut([victim], sim.Running.Where(n => n != victim));
                break;
            default:
                sim.Heal();
                sim.StartAndJoin(random.Next(10, 13), 0, 1);
                break;
        }
    }
}
