using Akka.Actor;

namespace Akka.Cluster;

/// <summary>This node could not join a cluster.</summary>
public class ClusterJoinFailedException : AkkaException
{
    public ClusterJoinFailedException(string message)
        : base(message)
    {
    }
}
