namespace Akka.Cluster.SBR;

/// <summary>The side with the oldest member goes on, unless <c>down-if-alone</c> and the oldest is cut off from everybody.</summary>
internal sealed class KeepOldest(bool downIfAlone, string role) : DowningStrategy(role)
{
    public override DowningDecision Decide(Partition partition)
    {
        var oldest = partition.Reachable.Concat(partition.Unreachable).Min(Member.AgeOrdering);
        if (oldest is null)
        {
            return DowningDecision.DownAll;
        }

        var oldestIsHere = partition.Reachable.Contains(oldest);
        var (its, others) = oldestIsHere
            ? (partition.Reachable.Count, partition.Unreachable.Count)
            : (partition.Unreachable.Count, partition.Reachable.Count);

        // Of two nodes the oldest stays: downing it would leave nobody when the other one is dead.
        var oldestGoes = downIfAlone && its == 1 && others > 1;
        return oldestIsHere == oldestGoes ? DowningDecision.DownReachable : DowningDecision.DownUnreachable;
    }
}
