using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

internal sealed partial class Reachability : IEquatable<Reachability>
{
    private ImmutableHashSet<UniqueAddress>? _allUnreachable;

    /// <summary>Every node that at least one observer cannot reach, the terminated ones included.</summary>
    public ImmutableHashSet<UniqueAddress> AllUnreachableOrTerminated =>
        _allUnreachable ??= Rows.Values.SelectMany(r => r.Subjects.Keys).ToImmutableHashSet();

    public bool IsAllReachable => AllUnreachableOrTerminated.IsEmpty;

    public bool IsReachable(UniqueAddress subject) => !AllUnreachableOrTerminated.Contains(subject);

    public ReachabilityStatus Status(UniqueAddress observer, UniqueAddress subject) =>
        Rows.TryGetValue(observer, out var row) ? row[subject] : ReachabilityStatus.Reachable;

    /// <summary>The gravest opinion that anyone has of the subject.</summary>
    public ReachabilityStatus Status(UniqueAddress subject) =>
        Rows.Values.Select(r => r[subject]).DefaultIfEmpty(ReachabilityStatus.Reachable).Max();

    public IEnumerable<UniqueAddress> AllUnreachableFrom(UniqueAddress observer) =>
        Rows.TryGetValue(observer, out var row) ? row.Subjects.Keys : [];

    public IEnumerable<UniqueAddress> ObserversOf(UniqueAddress subject) =>
        Rows.Where(r => r.Value[subject] != ReachabilityStatus.Reachable).Select(r => r.Key);

    public bool Equals(Reachability? other) =>
        other is not null
        && Rows.Count == other.Rows.Count
        && Rows.All(r => other.Rows.TryGetValue(r.Key, out var row)
            && row.Version == r.Value.Version
            && row.Subjects.Count == r.Value.Subjects.Count
            && row.Subjects.All(s => r.Value[s.Key] == s.Value));

    public override bool Equals(object? obj) => Equals(obj as Reachability);

    public override int GetHashCode() => Rows.Sum(r => HashCode.Combine(r.Key, r.Value.Version));

    public override string ToString() => string.Join(", ", Rows.SelectMany(r =>
        r.Value.Subjects.Select(s => $"{r.Key.Address} -> {s.Key.Address}: {s.Value} ({r.Value.Version})")));
}
