using System.Collections.Immutable;
using Akka.Cluster.Membership;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.Membership;

public class ReachabilitySpec
{
    private static readonly UniqueAddress A = Node(0);
    private static readonly UniqueAddress B = Node(1);
    private static readonly UniqueAddress C = Node(2);
    private static readonly ImmutableHashSet<UniqueAddress> All = [A, B, C];

    [Fact]
    public void Nobody_is_unreachable_at_first() => Assert.True(Reachability.Empty.IsAllReachable);

    [Fact]
    public void A_node_is_reachable_again_only_when_every_observer_says_so()
    {
        var both = Reachability.Empty.Unreachable(A, C).Unreachable(B, C);
        Assert.False(both.Reachable(A, C).IsReachable(C));
        Assert.True(both.Reachable(A, C).Reachable(B, C).IsReachable(C));
    }

    [Fact]
    public void Terminated_is_final()
    {
        var gone = Reachability.Empty.Terminated(A, C);
        Assert.Same(gone, gone.Reachable(A, C));
        Assert.Equal(ReachabilityStatus.Terminated, gone.Unreachable(B, C).Status(C));
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        var once = Reachability.Empty.Unreachable(A, C);
        Assert.Same(once, once.Unreachable(A, C));
        Assert.Same(Reachability.Empty, Reachability.Empty.Reachable(A, C));
    }

    [Fact]
    public void Of_an_observers_two_opinions_the_newer_one_counts()
    {
        var old = Reachability.Empty.Unreachable(A, C);
        var recent = old.Reachable(A, C);
        Assert.True(old.Merge(All, recent).IsReachable(C));
        Assert.True(recent.Merge(All, old).IsReachable(C));
    }

    [Fact]
    public void A_merge_keeps_what_different_observers_say()
    {
        var merged = Reachability.Empty.Unreachable(A, C).Merge(All, Reachability.Empty.Unreachable(B, A));
        Assert.Equal([A, C], merged.AllUnreachableOrTerminated.Order());
        Assert.Equal([C], merged.AllUnreachableFrom(A));
        Assert.Equal([B], merged.ObserversOf(A));
    }

    [Fact]
    public void What_is_said_by_or_of_strangers_is_dropped()
    {
        var merged = Reachability.Empty.Unreachable(A, C).Unreachable(A, B).Unreachable(C, B).Merge(ImmutableHashSet.Create(A, B), Reachability.Empty);
        Assert.Equal([B], merged.AllUnreachableOrTerminated);
        Assert.Equal([A], merged.ObserversOf(B));
    }

    [Fact]
    public void Removed_nodes_are_forgotten_as_observers_and_as_subjects()
    {
        var left = Reachability.Empty.Unreachable(A, C).Unreachable(C, B).Remove(ImmutableHashSet.Create(C));
        Assert.True(left.IsAllReachable);
    }
}
