using System.Collections.Immutable;
using Akka.Cluster.Membership;
using static Akka.Cluster.ClusterEvent;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.Membership;

public class MembershipDiffSpec
{
    private static readonly Member A = Joining(0).CopyUp(1);
    private static readonly Member B = Joining(1);

    [Fact]
    public void The_same_state_is_no_event() => Assert.Empty(Diff(Gossip.Empty.With(A), Gossip.Empty.With(A)));

    [Fact]
    public void Each_status_has_its_event()
    {
        var up = B.CopyUp(2);
        var leaving = up.Copy(MemberStatus.Leaving);
        var exiting = leaving.Copy(MemberStatus.Exiting);
        var steps = new (Member To, IClusterDomainEvent Event)[]
        {
            (B, new MemberJoined(B)),
            (B.Copy(MemberStatus.WeaklyUp), new MemberWeaklyUp(B.Copy(MemberStatus.WeaklyUp))),
            (up, new MemberUp(up)),
            (leaving, new MemberLeft(leaving)),
            (exiting, new MemberExited(exiting)),
            (exiting.Copy(MemberStatus.Down), new MemberDowned(exiting.Copy(MemberStatus.Down))),
        };
        var before = Gossip.Empty.With(A);
        foreach (var (to, expected) in steps)
        {
            var after = before.With(to);
            Assert.Equal([expected], Diff(before, after).OfType<IMemberEvent>());
            before = after;
        }
    }

    [Fact]
    public void A_removed_member_tells_what_it_was_before()
    {
        var down = B.Copy(MemberStatus.Down);
        var before = Gossip.Empty.With([A, down]);
        var after = before.Remove(ImmutableHashSet.Create(B.UniqueAddress), DateTimeOffset.UnixEpoch);
        var removed = Assert.Single(Diff(before, after).OfType<MemberRemoved>());
        Assert.Equal(MemberStatus.Down, removed.PreviousStatus);
        Assert.Equal(MemberStatus.Removed, removed.Member.Status);
    }

    [Fact]
    public void A_first_member_becomes_leader_of_the_cluster_and_of_its_roles() =>
        Assert.Equal(
            [new MemberUp(A), new LeaderChanged(A.Address), new RoleLeaderChanged("role", A.Address)],
            Diff(Gossip.Empty, Gossip.Empty.With(A)));

    [Fact]
    public void Reachability_of_others_is_told_and_of_oneself_is_not()
    {
        var before = Gossip.Empty.With([A, B]);
        var cut = before.With(before.Reachability.Unreachable(A.UniqueAddress, B.UniqueAddress).Unreachable(B.UniqueAddress, A.UniqueAddress));
        Assert.Equal([new UnreachableMember(B)], Diff(before, cut).OfType<IReachabilityEvent>());
        Assert.Equal([new ReachableMember(B)], Diff(cut, before).OfType<IReachabilityEvent>());
    }

    [Fact]
    public void A_snapshot_shows_members_leaders_and_the_unreachable()
    {
        var gossip = Gossip.Empty.With([A, B]).SeenAlsoBy(A.UniqueAddress);
        gossip = gossip.With(gossip.Reachability.Unreachable(A.UniqueAddress, B.UniqueAddress));
        var state = MembershipSnapshot.Of(new MembershipState(gossip, A.UniqueAddress));
        Assert.Equal([A, B], state.Members);
        Assert.Equal([B], state.Unreachable);
        Assert.Equal([A.Address], state.SeenBy);
        Assert.Equal(A.Address, state.Leader);
        Assert.Equal(A.Address, state.RoleLeader("role"));
        Assert.Equal(["role"], state.AllRoles);
        Assert.False(state.HasMoreThanOneAppVersion);
    }

    private static List<IClusterDomainEvent> Diff(Gossip before, Gossip after) =>
        [.. MembershipDiff.Between(new MembershipState(before, A.UniqueAddress), new MembershipState(after, A.UniqueAddress))];
}
