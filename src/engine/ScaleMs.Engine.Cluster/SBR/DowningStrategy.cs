namespace Akka.Cluster.SBR;

/// <summary>
/// A rule that every side of a partition can apply alone, so that at most one side goes on.
/// Pure: what it decides depends on the partition only.
/// </summary>
internal abstract class DowningStrategy(string role)
{
    /// <summary>Only members with this role vote; empty: all do.</summary>
    public string Role { get; } = role;

    public abstract DowningDecision Decide(Partition partition);
}
