namespace Akka.Cluster.SBR;

/// <summary>Who goes down, as seen from one side of a partition.</summary>
internal enum DowningDecision
{
    /// <summary>The other side.</summary>
    DownUnreachable,

    /// <summary>This side, the deciding node included.</summary>
    DownReachable,

    /// <summary>Everybody: no side may go on alone.</summary>
    DownAll,
}
