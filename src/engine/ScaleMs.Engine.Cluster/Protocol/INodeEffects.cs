using Akka.Actor;
using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

/// <summary>Everything a <see cref="ClusterNode"/> does to the world around it. The daemon does it for real, the simulation in memory.</summary>
internal interface INodeEffects
{
    /// <summary>Sends to whichever node is at the address; may be lost, doubled or late.</summary>
    void Send(Address to, IClusterMessage message);

    /// <summary>Tells subscribers of the new state.</summary>
    void Publish(MembershipState state);

    /// <summary>Has <see cref="ClusterNode.Push"/> called soon, after the messages that wait already: a burst of changes is one push.</summary>
    void RequestPush();

    /// <summary>Whether the failure detector has heard of this node.</summary>
    bool IsMonitoring(UniqueAddress node);

    /// <summary>Whether the failure detector thinks this node alive.</summary>
    bool IsAvailable(UniqueAddress node);

    /// <summary>Has the failure detector forget what it has heard of this node.</summary>
    void Forget(UniqueAddress node);

    /// <summary>This node is Exiting: time to run down what runs here, then call <see cref="ClusterNode.ExitingCompleted"/>.</summary>
    void OnExiting();

    /// <summary>No seed node could be joined in the time allowed.</summary>
    void OnJoinFailed();

    /// <summary>This node's membership is over.</summary>
    void OnStopped();

    void Info(string text);

    void Warn(string text);
}
