using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

/// <summary>All that one observer has to say. Only the observer writes it, so of two versions the higher one is simply newer.</summary>
/// <param name="Version">Counts the observer's changes of opinion.</param>
/// <param name="Subjects">The subjects that are not reachable; a subject not named here is.</param>
internal sealed record ObserverRow(long Version, ImmutableDictionary<UniqueAddress, ReachabilityStatus> Subjects)
{
    public static readonly ObserverRow Empty = new(0, ImmutableDictionary<UniqueAddress, ReachabilityStatus>.Empty);

    public ReachabilityStatus this[UniqueAddress subject] => Subjects.GetValueOrDefault(subject);

    public ObserverRow With(UniqueAddress subject, ReachabilityStatus status)
    {
        var current = this[subject];
        if (current == status || current == ReachabilityStatus.Terminated)
        {
            return this;
        }

        var subjects = status == ReachabilityStatus.Reachable ? Subjects.Remove(subject) : Subjects.SetItem(subject, status);
        return new ObserverRow(Version + 1, subjects);
    }

    public ObserverRow Without(IReadOnlySet<UniqueAddress> nodes) =>
        Subjects.Keys.Any(nodes.Contains) ? this with { Subjects = Subjects.RemoveRange(nodes) } : this;

    public ObserverRow Only(IReadOnlySet<UniqueAddress> nodes) =>
        Subjects.Keys.All(nodes.Contains)
            ? this
            : this with { Subjects = Subjects.RemoveRange(Subjects.Keys.Where(s => !nodes.Contains(s))) };
}
