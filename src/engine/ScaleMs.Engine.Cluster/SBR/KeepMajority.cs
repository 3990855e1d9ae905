namespace Akka.Cluster.SBR;

/// <summary>The larger side goes on; of two halves the one with the lowest address.</summary>
internal sealed class KeepMajority(string role) : DowningStrategy(role)
{
    public override DowningDecision Decide(Partition partition)
    {
        if (partition.Size == 0)
        {
            return DowningDecision.DownAll;
        }

        var order = partition.Reachable.Count.CompareTo(partition.Unreachable.Count);
        if (order == 0)
        {
            order = Member.AddressOrdering.Compare(partition.Unreachable[0].Address, partition.Reachable[0].Address);
        }

        return order > 0 ? DowningDecision.DownUnreachable : DowningDecision.DownReachable;
    }
}
