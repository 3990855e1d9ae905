namespace Akka.Cluster.SBR;

/// <summary>Whatever becomes unreachable, everybody goes down and starts anew.</summary>
internal sealed class DownAllNodes() : DowningStrategy("")
{
    public override DowningDecision Decide(Partition partition) => DowningDecision.DownAll;
}
