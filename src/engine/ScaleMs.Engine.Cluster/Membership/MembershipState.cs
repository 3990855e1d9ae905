using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

/// <summary>The gossip as one node sees it: who leads, who is reachable, whether everybody agrees.</summary>
internal sealed class MembershipState
{
    private Reachability? _trusted;

    public MembershipState(Gossip gossip, UniqueAddress self)
    {
        Gossip = gossip;
        Self = self;
    }

    public Gossip Gossip { get; }

    public UniqueAddress Self { get; }

    public ImmutableSortedSet<Member> Members => Gossip.Members;

    /// <summary>This node as a member, or null while it is not one.</summary>
    public Member? SelfMember => Gossip.Find(Self);

    /// <summary>The oldest member has the lowest up-number; the next to come up gets one more than the youngest.</summary>
    public int NextUpNumber => Members.Select(m => m.UpNumber == Member.NotYetUp ? 0 : m.UpNumber).DefaultIfEmpty(0).Max() + 1;

    /// <summary>Reachability without what downed nodes say, who tend to see nobody.</summary>
    public Reachability TrustedReachability => _trusted ??= Gossip.Reachability.RemoveObservers(
        Members.Where(m => m.Status == MemberStatus.Down).Select(m => m.UniqueAddress).ToHashSet());

    public UniqueAddress? Leader => LeaderOf(Members)?.UniqueAddress;

    public bool IsLeader(UniqueAddress node) => node.Equals(Leader);

    public UniqueAddress? RoleLeader(string role) => LeaderOf(Members.Where(m => m.HasRole(role)))?.UniqueAddress;

    /// <summary>The first by address of the members that are Up or Leaving; where there is none, the one nearest to that.</summary>
    public Member? LeaderOf(IEnumerable<Member> members)
    {
        var reachable = members.Where(m => m.Status != MemberStatus.Down && IsReachableOrSelf(m.UniqueAddress)).ToList();
        return reachable.Find(m => m.Status.CountsForConvergence()) ?? reachable.Min(Member.LeaderStatusOrdering);
    }

    /// <summary>
    /// True when all members that count have seen this version and every unreachable one is on its way out.
    /// Members in <paramref name="gone"/> have confirmed that they left and are not waited for.
    /// </summary>
    public bool HasConverged(IReadOnlySet<UniqueAddress> gone) =>
        TrustedReachability.AllUnreachableOrTerminated.All(node =>
            node.Equals(Self) || gone.Contains(node) || Gossip.Find(node) is not { } member || member.Status.IsOnItsWayOut())
        && Members.All(m =>
            !m.Status.CountsForConvergence() || Gossip.SeenBy(m.UniqueAddress) || gone.Contains(m.UniqueAddress));

    /// <summary>Whether this node can send gossip there, whatever others think of that node: one whom only others have lost must hear of it.</summary>
    public bool IsGossipTarget(UniqueAddress node) =>
        !node.Equals(Self) && Gossip.HasMember(node) && Gossip.Reachability.Status(Self, node) == ReachabilityStatus.Reachable;

    private bool IsReachableOrSelf(UniqueAddress node) => node.Equals(Self) || TrustedReachability.IsReachable(node);
}
