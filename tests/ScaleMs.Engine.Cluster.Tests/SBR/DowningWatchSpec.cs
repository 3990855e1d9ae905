using Akka.Cluster.Membership;
using Akka.Cluster.SBR;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.SBR;

public class DowningWatchSpec
{
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);
    private static readonly Gossip Whole = Gossip.Empty.With(Enumerable.Range(0, 5).Select(i => Joining(i).CopyUp(i + 1)));

    private readonly DowningWatch _watch = new(new KeepMajority(""), StableAfter, TimeSpan.FromSeconds(12));

    [Fact]
    public void Nothing_is_pending_while_all_are_reachable()
    {
        Assert.Null(Observe(Whole, 0));
        Assert.False(_watch.IsWaiting);
    }

    [Fact]
    public void The_leader_decides_when_nothing_changed_for_long_enough()
    {
        Assert.Null(Observe(Without(4), 0));
        Assert.True(_watch.IsWaiting);
        Assert.Null(Observe(Without(4), 4.9));
        Assert.Equal([Node(4)], Observe(Without(4), 5)?.Victims.Select(m => m.UniqueAddress));
    }

    [Fact]
    public void A_change_starts_the_time_anew()
    {
        Assert.Null(Observe(Without(4), 0));
        Assert.Null(Observe(Without(3, 4), 4));
        Assert.Null(Observe(Without(3, 4), 8.9));
        Assert.Equal(2, Observe(Without(3, 4), 9)?.Victims.Count);
    }

    [Fact]
    public void A_newcomer_is_no_change()
    {
        Assert.Null(Observe(Without(4), 0));
        Assert.NotNull(Observe(Without(4).With(Joining(9)), 5));
    }

    [Fact]
    public void When_all_are_back_in_time_nobody_is_downed()
    {
        Assert.Null(Observe(Without(4), 0));
        Assert.Null(Observe(Whole, 3));
        Assert.False(_watch.IsWaiting);
        Assert.Null(Observe(Without(4), 6));
        Assert.Null(Observe(Without(4), 9));
    }

    [Fact]
    public void Who_does_not_lead_leaves_it_to_the_leader_but_looks_again_when_it_leads()
    {
        Assert.Null(Observe(Without(4), 0, 1));
        Assert.Null(Observe(Without(4), 5, 1));
        Assert.True(_watch.IsWaiting);
        Assert.Null(Observe(Without(0, 4), 6, 1));
        Assert.Equal(2, Observe(Without(0, 4), 11, 1)?.Victims.Count);
    }

    [Fact]
    public void A_decision_that_got_nowhere_is_taken_again()
    {
        Observe(Without(4), 0);
        Assert.NotNull(Observe(Without(4), 5));
        Assert.Null(Observe(Without(4), 9));
        Assert.NotNull(Observe(Without(4), 10));
    }

    [Fact]
    public void Where_it_never_settles_everybody_goes()
    {
        DowningPlan? plan = null;
        for (var second = 0; second <= 12; second += 3)
        {
            Assert.Null(plan);
            plan = Observe(second % 2 == 0 ? Without(4) : Without(3), second);
        }

        plan = Observe(Without(2), 15);
        Assert.Equal(DowningDecision.DownAll, plan?.Decision);
        Assert.Equal(5, plan?.Victims.Count);
    }

    private static Gossip Without(params int[] lost) =>
        Whole.With(lost.Aggregate(Whole.Reachability, (r, i) => r.Unreachable(Node(1), Node(i))));

    private DowningPlan? Observe(Gossip gossip, double seconds, int self = 0) =>
        _watch.Observe(new MembershipState(gossip, Node(self)), DateTimeOffset.UnixEpoch.AddSeconds(seconds));
}
