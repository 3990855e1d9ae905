using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

/// <summary>What goes along with the members: who has seen this version, and who can reach whom.</summary>
internal sealed record GossipOverview(ImmutableHashSet<UniqueAddress> Seen, Reachability Reachability)
{
    public static readonly GossipOverview Empty = new([], Reachability.Empty);
}
