namespace Akka.Cluster.SBR;

/// <summary>The side with at least so many voters goes on. With more than twice that many less one, both sides could: then neither may.</summary>
internal sealed class StaticQuorum(int quorumSize, string role) : DowningStrategy(role)
{
    public override DowningDecision Decide(Partition partition)
    {
        if (partition.Size > (2 * quorumSize) - 1)
        {
            return DowningDecision.DownAll;
        }

        return partition.Reachable.Count >= quorumSize ? DowningDecision.DownUnreachable : DowningDecision.DownReachable;
    }
}
