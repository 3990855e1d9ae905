using System.Collections.Immutable;

namespace Akka.Cluster;

/// <summary>
/// Tells whether one version of the gossip was made with knowledge of another, or the two were made apart.
/// See Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978), and Fidge and Mattern (1988).
/// </summary>
public sealed partial class VectorClock
{
    private static readonly VectorClock Empty = new(ImmutableSortedDictionary<Node, long>.Empty);

    private VectorClock(ImmutableSortedDictionary<Node, long> versions) => Versions = versions;

    public enum Ordering
    {
        After,
        Before,
        Same,
        Concurrent,
        FullOrder,
    }

    public ImmutableSortedDictionary<Node, long> Versions { get; }

    public static VectorClock Create() => Empty;

    public static VectorClock Create(ImmutableSortedDictionary<Node, long> seedValues) => new(seedValues);

    public VectorClock Increment(Node node) => new(Versions.SetItem(node, Versions.GetValueOrDefault(node) + 1));

    public VectorClock Merge(VectorClock that)
    {
        var merged = Versions.ToBuilder();
        foreach (var (node, version) in that.Versions)
        {
            if (!merged.TryGetValue(node, out var own) || own < version)
            {
                merged[node] = version;
            }
        }

        return new VectorClock(merged.ToImmutable());
    }

    /// <summary>Forgets a node that is gone for good.</summary>
    public VectorClock Prune(Node removedNode) =>
        Versions.ContainsKey(removedNode) ? new VectorClock(Versions.Remove(removedNode)) : this;

    public Ordering CompareTo(VectorClock that)
    {
        if (ReferenceEquals(this, that))
        {
            return Ordering.Same;
        }

        var hasMore = HasAnythingBeyond(that);
        var hasLess = that.HasAnythingBeyond(this);
        return (hasMore, hasLess) switch
        {
            (false, false) => Ordering.Same,
            (true, false) => Ordering.After,
            (false, true) => Ordering.Before,
            _ => Ordering.Concurrent,
        };
    }

    public bool IsBefore(VectorClock that) => CompareTo(that) == Ordering.Before;

    public bool IsAfter(VectorClock that) => CompareTo(that) == Ordering.After;

    public bool IsSameAs(VectorClock that) => CompareTo(that) == Ordering.Same;

    public bool IsConcurrentWith(VectorClock that) => CompareTo(that) == Ordering.Concurrent;

    public override bool Equals(object? obj) => obj is VectorClock that && IsSameAs(that);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (node, version) in Versions)
        {
            hash.Add(node);
            hash.Add(version);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"VectorClock({string.Join(", ", Versions.Select(v => $"{v.Key}->{v.Value}"))})";

    public static bool operator ==(VectorClock left, VectorClock right) => Equals(left, right);

    public static bool operator !=(VectorClock left, VectorClock right) => !Equals(left, right);

    public static bool operator >(VectorClock left, VectorClock right) => left.IsAfter(right);

    public static bool operator <(VectorClock left, VectorClock right) => left.IsBefore(right);

    private bool HasAnythingBeyond(VectorClock that)
    {
        foreach (var (node, version) in Versions)
        {
            if (version > that.Versions.GetValueOrDefault(node))
            {
                return true;
            }
        }

        return false;
    }
}
