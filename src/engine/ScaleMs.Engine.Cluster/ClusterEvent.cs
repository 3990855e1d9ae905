using Akka.Event;

namespace Akka.Cluster;

/// <summary>What a subscriber of the cluster gets to see.</summary>
public partial class ClusterEvent
{
    public static readonly SubscriptionInitialStateMode InitialStateAsSnapshot = SubscriptionInitialStateMode.InitialStateAsSnapshot;

    public static readonly SubscriptionInitialStateMode InitialStateAsEvents = SubscriptionInitialStateMode.InitialStateAsEvents;

    public enum SubscriptionInitialStateMode
    {
        /// <summary>First one <see cref="CurrentClusterState"/>, then events.</summary>
        InitialStateAsSnapshot,

        /// <summary>First the events that would have led from an empty cluster to the current state, then events.</summary>
        InitialStateAsEvents,
    }

    public interface IClusterDomainEvent : IDeadLetterSuppression;

    public interface IMemberEvent : IClusterDomainEvent
    {
        Member Member { get; }
    }

    public interface IReachabilityEvent : IClusterDomainEvent;
}
