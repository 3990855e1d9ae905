using System.Collections.Immutable;
using Akka.Cluster.Membership;

namespace Akka.Cluster.Daemon;

/// <summary>Whom a node watches: its successors on a ring on which all nodes stand in the same arbitrary order.</summary>
internal static class HeartbeatRing
{
    public static ImmutableHashSet<UniqueAddress> WatchedBy(UniqueAddress self, MembershipState state, int monitoredBy)
    {
        if (state.Members.Count <= monitoredBy + 1)
        {
            return state.Gossip.Nodes.Remove(self);
        }

        var ring = state.Gossip.Nodes.Add(self).OrderBy(Place).ThenBy(node => node).ToList();
        var start = ring.IndexOf(self) + 1;
        var watched = ImmutableHashSet.CreateBuilder<UniqueAddress>();
        for (var (i, reachable) = (0, 0); i < ring.Count - 1 && reachable < monitoredBy; i++)
        {
            var node = ring[(start + i) % ring.Count];
            watched.Add(node);

            // The unreachable come on top, so that enough watchers are left for the others.
            reachable += state.TrustedReachability.IsReachable(node) ? 1 : 0;
        }

        return watched.ToImmutable();
    }

    // Scatters neighbours by address over the ring: nodes of one rack are not watched by each other alone.
    private static uint Place(UniqueAddress node) => unchecked((uint)node.Uid * 2_654_435_761u);
}
