using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

internal sealed partial class Gossip
{
    /// <summary>
    /// Puts a gossip together from its parts, keeping only what belongs together: nothing is said of or by a node
    /// that is not a member, no member is Removed, and no member is among the tombstones.
    /// </summary>
    public static Gossip Create(
        IEnumerable<Member> members,
        IEnumerable<UniqueAddress> seen,
        Reachability reachability,
        VectorClock version,
        ImmutableDictionary<UniqueAddress, DateTimeOffset> tombstones)
    {
        ImmutableSortedSet<Member> alive =
            [.. members.Where(m => m.Status != MemberStatus.Removed && !tombstones.ContainsKey(m.UniqueAddress))];
        var nodes = alive.Select(m => m.UniqueAddress).ToImmutableHashSet();
        var overview = new GossipOverview([.. seen.Where(nodes.Contains)], reachability.Merge(nodes, Reachability.Empty));
        return new Gossip(alive, overview, version, tombstones);
    }

    /// <summary>Adds the member, or puts its new state in place of the old.</summary>
    public Gossip With(Member member) => new(Members.Remove(member).Add(member), Overview, Version, Tombstones);

    public Gossip With(IEnumerable<Member> changed) => changed.Aggregate(this, (gossip, member) => gossip.With(member));

    public Gossip With(Reachability reachability) =>
        ReferenceEquals(reachability, Reachability)
            ? this
            : new Gossip(Members, Overview with { Reachability = reachability }, Version, Tombstones);

    /// <summary>Removes members for good, leaving a tombstone for each.</summary>
    public Gossip Remove(IReadOnlySet<UniqueAddress> nodes, DateTimeOffset now)
    {
        if (nodes.Count == 0)
        {
            return this;
        }

        var overview = new GossipOverview(Overview.Seen.Except(nodes), Reachability.Remove(nodes));
        var version = nodes.Aggregate(Version, (clock, node) => clock.Prune(ClockNode(node)));
        var tombstones = Tombstones.SetItems(nodes.Select(node => KeyValuePair.Create(node, now)));
        return new Gossip([.. Members.Where(m => !nodes.Contains(m.UniqueAddress))], overview, version, tombstones);
    }

    /// <summary>Forgets the tombstones that no old gossip can outlive, and the oldest of more than <paramref name="limit"/>.</summary>
    public Gossip PruneTombstones(DateTimeOffset olderThan, int limit)
    {
        var kept = Tombstones.Where(t => t.Value >= olderThan);
        if (Tombstones.Count > limit)
        {
            kept = kept.OrderByDescending(t => t.Value).ThenBy(t => t.Key).Take(limit);
        }

        var tombstones = ImmutableDictionary.CreateRange(kept);
        return tombstones.Count == Tombstones.Count ? this : new Gossip(Members, Overview, Version, tombstones);
    }

    /// <summary>A new version, made by this node and so far seen only by it.</summary>
    public Gossip NextVersion(UniqueAddress self) =>
        new(Members, Overview with { Seen = HasMember(self) ? [self] : [] }, Version.Increment(ClockNode(self)), Tombstones);

    public Gossip SeenAlsoBy(UniqueAddress node) => SeenBy(node) || !HasMember(node) ? this : WithSeen(Overview.Seen.Add(node));

    /// <summary>The union of who has seen this same version.</summary>
    public Gossip SeenAlsoBy(Gossip that) => WithSeen(Overview.Seen.Union(that.Overview.Seen.Where(HasMember)));

    private Gossip WithSeen(ImmutableHashSet<UniqueAddress> seen) =>
        new(Members, Overview with { Seen = seen }, Version, Tombstones);
}
