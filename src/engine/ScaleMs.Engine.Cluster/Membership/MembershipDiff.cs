using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

/// <summary>What subscribers must hear of when one state follows another.</summary>
internal static class MembershipDiff
{
    public static IEnumerable<IClusterDomainEvent> Between(MembershipState before, MembershipState after)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }

        return
        [
            .. Unreachable(before, after),
            .. Reachable(before, after),
            .. Members(before.Gossip, after.Gossip),
            .. Leader(before, after),
            .. RoleLeaders(before, after),
        ];
    }

    public static IEnumerable<IMemberEvent> Members(Gossip before, Gossip after)
    {
        if (ReferenceEquals(before.Members, after.Members))
        {
            yield break;
        }

        foreach (var member in after.Members)
        {
            if (before.Find(member.UniqueAddress)?.Status != member.Status)
            {
                yield return StatusEvent(member);
            }
        }

        foreach (var member in before.Members)
        {
            if (!after.HasMember(member.UniqueAddress))
            {
                yield return new MemberRemoved(member.Copy(MemberStatus.Removed), member.Status);
            }
        }
    }

    public static IEnumerable<UnreachableMember> Unreachable(MembershipState before, MembershipState after)
    {
        var known = before.TrustedReachability.AllUnreachableOrTerminated;
        return after.TrustedReachability.AllUnreachableOrTerminated
            .Where(node => !known.Contains(node) && !node.Equals(after.Self))
            .Order()
            .Select(after.Gossip.Find)
            .OfType<Member>()
            .Select(m => new UnreachableMember(m));
    }

    public static IEnumerable<ReachableMember> Reachable(MembershipState before, MembershipState after)
    {
        var still = after.TrustedReachability.AllUnreachableOrTerminated;
        return before.TrustedReachability.AllUnreachableOrTerminated
            .Where(node => !still.Contains(node) && !node.Equals(after.Self))
            .Order()
            .Select(after.Gossip.Find)
            .OfType<Member>()
            .Select(m => new ReachableMember(m));
    }

    private static IEnumerable<IClusterDomainEvent> Leader(MembershipState before, MembershipState after)
    {
        var leader = after.Leader;
        if (!Equals(before.Leader, leader))
        {
            yield return new LeaderChanged(leader?.Address);
        }
    }

    private static IEnumerable<IClusterDomainEvent> RoleLeaders(MembershipState before, MembershipState after)
    {
        foreach (var role in before.Members.Concat(after.Members).SelectMany(m => m.Roles).Distinct().Order(StringComparer.Ordinal))
        {
            var leader = after.RoleLeader(role);
            if (!Equals(before.RoleLeader(role), leader))
            {
                yield return new RoleLeaderChanged(role, leader?.Address);
            }
        }
    }

    private static IMemberEvent StatusEvent(Member member) => member.Status switch
    {
        MemberStatus.Joining => new MemberJoined(member),
        MemberStatus.WeaklyUp => new MemberWeaklyUp(member),
        MemberStatus.Up => new MemberUp(member),
        MemberStatus.Leaving => new MemberLeft(member),
        MemberStatus.Exiting => new MemberExited(member),
        MemberStatus.Down => new MemberDowned(member),
        _ => throw new InvalidOperationException($"A gossip holds a member that is {member.Status}: {member}"),
    };
}
