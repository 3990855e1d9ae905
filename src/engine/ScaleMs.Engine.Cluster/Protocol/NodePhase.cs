namespace Akka.Cluster.Protocol;

/// <summary>How far this node has got with its own membership.</summary>
internal enum NodePhase
{
    /// <summary>Waits to be told whom to join.</summary>
    Idle,

    /// <summary>Asks seed nodes which of them can be joined.</summary>
    FindingSeed,

    /// <summary>Has asked one node to let it in.</summary>
    Joining,

    /// <summary>Has the cluster's gossip and takes part in it.</summary>
    Member,

    /// <summary>Left, was removed, or gave up. There is no way back for this incarnation.</summary>
    Stopped,
}
