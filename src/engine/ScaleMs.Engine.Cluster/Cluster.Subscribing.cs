using Akka.Actor;
using Akka.Cluster.Daemon;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

public partial class Cluster
{
    /// <summary>Sends the subscriber one <see cref="CurrentClusterState"/>, then the events of these types.</summary>
    public void Subscribe(IActorRef subscriber, params Type[] to) =>
        Subscribe(subscriber, SubscriptionInitialStateMode.InitialStateAsSnapshot, to);

    /// <exception cref="ArgumentException">No type was given, or one that is no cluster event.</exception>
    public void Subscribe(IActorRef subscriber, SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0)
        {
            throw new ArgumentException("At least one `IClusterDomainEvent` class is required", nameof(to));
        }

        if (Array.Find(to, t => !typeof(IClusterDomainEvent).IsAssignableFrom(t)) is { } wrong)
        {
            throw new ArgumentException($"Subscribe to `IClusterDomainEvent` or subclasses, was [{wrong}]", nameof(to));
        }

        _supervisor.Tell(new ClusterSupervisor.ForPublisher(new EventPublisher.Subscribe(subscriber, initialStateMode, [.. to])), ActorRefs.NoSender);
    }

    public void Unsubscribe(IActorRef subscriber) =>
        _supervisor.Tell(new ClusterSupervisor.ForPublisher(new EventPublisher.Unsubscribe(subscriber, null)), ActorRefs.NoSender);

    public void Unsubscribe(IActorRef subscriber, Type to) =>
        _supervisor.Tell(new ClusterSupervisor.ForPublisher(new EventPublisher.Unsubscribe(subscriber, to)), ActorRefs.NoSender);

    /// <summary>Sends the receiver one <see cref="CurrentClusterState"/>.</summary>
    public void SendCurrentClusterState(IActorRef receiver) =>
        _supervisor.Tell(new ClusterSupervisor.ForPublisher(new EventPublisher.SendState(receiver)), ActorRefs.NoSender);
}
