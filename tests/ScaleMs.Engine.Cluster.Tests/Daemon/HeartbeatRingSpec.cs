using Akka.Cluster.Daemon;
using Akka.Cluster.Membership;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.Daemon;

public class HeartbeatRingSpec
{
    [Fact]
    public void In_a_small_cluster_each_watches_all_others() =>
        Assert.Equal([Node(1), Node(2)], HeartbeatRing.WatchedBy(Node(0), Cluster(3), 9).Order());

    [Fact]
    public void In_a_large_one_each_watches_and_is_watched_by_so_many()
    {
        var state = Cluster(30);
        var watched = Enumerable.Range(0, 30).SelectMany(i => HeartbeatRing.WatchedBy(Node(i), state, 5)).ToLookup(node => node);
        Assert.Equal(30, watched.Count);
        Assert.All(watched, watchers => Assert.Equal(5, watchers.Count()));
    }

    [Fact]
    public void The_unreachable_are_watched_on_top()
    {
        var state = Cluster(30);
        var before = HeartbeatRing.WatchedBy(Node(0), state, 5);
        var lost = before.Order().First();
        var cut = state.Gossip.With(state.Gossip.Reachability.Unreachable(Node(0), lost));
        var after = HeartbeatRing.WatchedBy(Node(0), new MembershipState(cut, Node(0)), 5);
        Assert.Equal(6, after.Count);
        Assert.Empty(before.Except(after));
    }

    [Fact]
    public void A_node_outside_watches_nobody_and_is_not_confused() =>
        Assert.Empty(HeartbeatRing.WatchedBy(Node(0), new MembershipState(Gossip.Empty, Node(0)), 5));

    private static MembershipState Cluster(int size) =>
        new(Gossip.Empty.With(Enumerable.Range(0, size).Select(i => Joining(i).CopyUp(i + 1))), Node(0));
}
