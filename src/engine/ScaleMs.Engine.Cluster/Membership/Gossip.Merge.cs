using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

internal sealed partial class Gossip
{
    /// <summary>
    /// Joins two versions that were made apart. Commutative, associative and idempotent in everything but
    /// <c>Seen</c>, which is empty in the result: nobody has seen the new version yet.
    /// </summary>
    public Gossip Merge(Gossip that)
    {
        var tombstones = MergeTombstones(Tombstones, that.Tombstones);
        var members = MergeMembers(that, tombstones);
        var nodes = members.Select(m => m.UniqueAddress).ToImmutableHashSet();
        var version = tombstones.Keys.Aggregate(Version.Merge(that.Version), (clock, node) => clock.Prune(ClockNode(node)));
        return new Gossip(members, new GossipOverview([], Reachability.Merge(nodes, that.Reachability)), version, tombstones);
    }

    /// <summary>Whether both say the same, whoever has seen it.</summary>
    public bool HasSameContent(Gossip that) =>
        Members.SequenceEqual(that.Members)
        && Members.Zip(that.Members).All(p => p.First.Status == p.Second.Status && p.First.UpNumber == p.Second.UpNumber)
        && Reachability.Equals(that.Reachability)
        && Version == that.Version
        && Tombstones.Count == that.Tombstones.Count
        && Tombstones.All(t => that.Tombstones.TryGetValue(t.Key, out var at) && at == t.Value);

    private ImmutableSortedSet<Member> MergeMembers(Gossip that, ImmutableDictionary<UniqueAddress, DateTimeOffset> tombstones)
    {
        var merged = ImmutableSortedSet.CreateBuilder<Member>();
        foreach (var member in Members.Concat(that.Members.Where(m => !HasMember(m.UniqueAddress))))
        {
            if (!tombstones.ContainsKey(member.UniqueAddress))
            {
                merged.Add(that.Find(member.UniqueAddress) is { } other ? Member.HighestPriorityOf(member, other) : member);
            }
        }

        return merged.ToImmutable();
    }

    // The later time wins, so that a tombstone set anew lives its full time.
    private static ImmutableDictionary<UniqueAddress, DateTimeOffset> MergeTombstones(
        ImmutableDictionary<UniqueAddress, DateTimeOffset> a, ImmutableDictionary<UniqueAddress, DateTimeOffset> b)
    {
        var merged = a.ToBuilder();
        foreach (var (node, at) in b)
        {
            if (!merged.TryGetValue(node, out var own) || own < at)
            {
                merged[node] = at;
            }
        }

        return merged.ToImmutable();
    }
}
