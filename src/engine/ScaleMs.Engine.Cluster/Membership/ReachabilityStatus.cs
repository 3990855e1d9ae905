namespace Akka.Cluster.Membership;

/// <summary>What one node thinks of another. Terminated is final: that incarnation never comes back.</summary>
internal enum ReachabilityStatus
{
    Reachable,
    Unreachable,
    Terminated,
}
