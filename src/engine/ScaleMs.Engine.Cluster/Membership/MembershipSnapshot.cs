using System.Collections.Immutable;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

/// <summary>Turns the internal state into what subscribers and callers get.</summary>
internal static class MembershipSnapshot
{
    public static CurrentClusterState Of(MembershipState state)
    {
        var gossip = state.Gossip;
        var unreachable = state.TrustedReachability.AllUnreachableOrTerminated
            .Where(node => !node.Equals(state.Self))
            .Select(gossip.Find)
            .OfType<Member>();
        var roles = gossip.Members.SelectMany(m => m.Roles).Distinct();
        return new CurrentClusterState(
            gossip.Members,
            [.. unreachable],
            [.. gossip.Overview.Seen.Select(s => s.Address)],
            state.Leader?.Address,
            roles.ToImmutableDictionary(role => role, role => state.RoleLeader(role)?.Address));
    }
}
