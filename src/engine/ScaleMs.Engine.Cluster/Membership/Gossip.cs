using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

/// <summary>
/// The state that all nodes share: members, who has seen them so, who can reach whom, and which nodes are gone for good.
/// Immutable. Apart from <c>Seen</c>, which belongs to one version, it only ever grows along a lattice
/// (see Shapiro et al., "Conflict-free Replicated Data Types", 2011), so concurrent versions merge without a coordinator.
/// </summary>
internal sealed partial class Gossip
{
    public static readonly Gossip Empty = new(
        [], GossipOverview.Empty, VectorClock.Create(), ImmutableDictionary<UniqueAddress, DateTimeOffset>.Empty);

    private readonly Dictionary<UniqueAddress, Member> _byNode = [];
    private ImmutableHashSet<UniqueAddress>? _nodes;

    private Gossip(
        ImmutableSortedSet<Member> members,
        GossipOverview overview,
        VectorClock version,
        ImmutableDictionary<UniqueAddress, DateTimeOffset> tombstones)
    {
        Members = members;
        Overview = overview;
        Version = version;
        Tombstones = tombstones;
        foreach (var member in members)
        {
            _byNode[member.UniqueAddress] = member;
        }
    }

    /// <summary>All members in the order of their addresses.</summary>
    public ImmutableSortedSet<Member> Members { get; }

    public GossipOverview Overview { get; }

    public VectorClock Version { get; }

    /// <summary>Nodes that were removed, and when: an old gossip that still has them cannot bring them back.</summary>
    public ImmutableDictionary<UniqueAddress, DateTimeOffset> Tombstones { get; }

    public Reachability Reachability => Overview.Reachability;

    public ImmutableHashSet<UniqueAddress> Nodes => _nodes ??= [.. _byNode.Keys];

    public Member? Find(UniqueAddress node) => _byNode.GetValueOrDefault(node);

    public Member? FindByAddress(Actor.Address address) => Members.FirstOrDefault(m => m.Address.Equals(address));

    public bool HasMember(UniqueAddress node) => _byNode.ContainsKey(node);

    public bool SeenBy(UniqueAddress node) => Overview.Seen.Contains(node);

    public static VectorClock.Node ClockNode(UniqueAddress node) => VectorClock.Node.Create($"{node.Address}-{node.Uid}");

    public override string ToString() =>
        $"Gossip(members = [{string.Join(", ", Members)}], seen = [{string.Join(", ", Overview.Seen.Select(s => s.Address))}], "
        + $"unreachable = [{Reachability}], tombstones = {Tombstones.Count}, version = {Version})";
}
