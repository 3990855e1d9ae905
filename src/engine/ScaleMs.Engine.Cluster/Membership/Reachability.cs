using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

/// <summary>Who observes whom as unreachable. Immutable; two of them merge by taking each observer's newer row.</summary>
internal sealed partial class Reachability
{
    public static readonly Reachability Empty = new(ImmutableDictionary<UniqueAddress, ObserverRow>.Empty);

    private Reachability(ImmutableDictionary<UniqueAddress, ObserverRow> rows) => Rows = rows;

    public ImmutableDictionary<UniqueAddress, ObserverRow> Rows { get; }

    public static Reachability Create(IEnumerable<KeyValuePair<UniqueAddress, ObserverRow>> rows) =>
        new(ImmutableDictionary.CreateRange(rows));

    public Reachability Unreachable(UniqueAddress observer, UniqueAddress subject) =>
        Change(observer, subject, ReachabilityStatus.Unreachable);

    public Reachability Reachable(UniqueAddress observer, UniqueAddress subject) =>
        Change(observer, subject, ReachabilityStatus.Reachable);

    public Reachability Terminated(UniqueAddress observer, UniqueAddress subject) =>
        Change(observer, subject, ReachabilityStatus.Terminated);

    /// <summary>Forgets nodes that are gone, both what they said and what was said of them.</summary>
    public Reachability Remove(IReadOnlySet<UniqueAddress> nodes) => Map(
        rows => rows.Where(r => !nodes.Contains(r.Key)).Select(r => KeyValuePair.Create(r.Key, r.Value.Without(nodes))));

    /// <summary>Leaves out what these observers say; what is said of them stays.</summary>
    public Reachability RemoveObservers(IReadOnlySet<UniqueAddress> observers) =>
        Rows.Keys.Any(observers.Contains) ? Map(rows => rows.Where(r => !observers.Contains(r.Key))) : this;

    /// <summary>The newer row of each observer, among the nodes that are still allowed.</summary>
    public Reachability Merge(IReadOnlySet<UniqueAddress> allowed, Reachability that)
    {
        var merged = Rows.ToBuilder();
        foreach (var (observer, row) in that.Rows)
        {
            if (!merged.TryGetValue(observer, out var own) || own.Version < row.Version)
            {
                merged[observer] = row;
            }
        }

        foreach (var (observer, row) in merged.ToArray())
        {
            if (allowed.Contains(observer))
            {
                merged[observer] = row.Only(allowed);
            }
            else
            {
                merged.Remove(observer);
            }
        }

        return new Reachability(merged.ToImmutable());
    }

    private Reachability Change(UniqueAddress observer, UniqueAddress subject, ReachabilityStatus status)
    {
        var row = Rows.GetValueOrDefault(observer, ObserverRow.Empty);
        var changed = row.With(subject, status);
        return ReferenceEquals(row, changed) ? this : new Reachability(Rows.SetItem(observer, changed));
    }

    private Reachability Map(
        Func<ImmutableDictionary<UniqueAddress, ObserverRow>, IEnumerable<KeyValuePair<UniqueAddress, ObserverRow>>> change) =>
        Rows.IsEmpty ? this : new Reachability(ImmutableDictionary.CreateRange(change(Rows)));
}
