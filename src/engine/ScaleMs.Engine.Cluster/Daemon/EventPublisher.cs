using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Daemon;

/// <summary>Turns each new state into events for those who subscribed.</summary>
internal sealed class EventPublisher : ReceiveActor
{
    private readonly Cluster _cluster;
    private readonly Dictionary<IActorRef, ImmutableHashSet<Type>> _subscribers = [];
    private MembershipState _state;

    public EventPublisher(Cluster cluster)
    {
        _cluster = cluster;
        _state = Nothing;
        Receive<NewState>(m => Publish(m.State));
        Receive<Subscribe>(OnSubscribe);
        Receive<Unsubscribe>(m => OnUnsubscribe(m.Subscriber, m.To));
        Receive<SendState>(m => m.Receiver.Tell(MembershipSnapshot.Of(_state)));
        Receive<Terminated>(m => _subscribers.Remove(m.ActorRef));
    }

    private MembershipState Nothing => new(Gossip.Empty, _cluster.SelfUniqueAddress);

    public static Props Props(Cluster cluster) => Actor.Props.Create(() => new EventPublisher(cluster));

    protected override void PostStop()
    {
        Send(ClusterShuttingDown.Instance);
        Publish(Nothing);
    }

    private void Publish(MembershipState state)
    {
        var before = _state;
        _state = state;
        foreach (var change in MembershipDiff.Between(before, state))
        {
            Send(change);
        }
    }

    private void Send(IClusterDomainEvent change)
    {
        foreach (var (subscriber, types) in _subscribers)
        {
            if (types.Any(t => t.IsInstanceOfType(change)))
            {
                subscriber.Tell(change);
            }
        }
    }

    private void OnSubscribe(Subscribe subscribe)
    {
        var (subscriber, mode, to) = subscribe;
        if (mode == SubscriptionInitialStateMode.InitialStateAsSnapshot)
        {
            subscriber.Tell(MembershipSnapshot.Of(_state));
        }
        else
        {
            foreach (var change in MembershipDiff.Between(Nothing, _state).Where(c => to.Any(t => t.IsInstanceOfType(c))))
            {
                subscriber.Tell(change);
            }
        }

        if (!_subscribers.TryGetValue(subscriber, out var types))
        {
            types = [];
            Context.Watch(subscriber);
        }

        _subscribers[subscriber] = types.Union(to);
    }

    private void OnUnsubscribe(IActorRef subscriber, Type? type)
    {
        if (!_subscribers.TryGetValue(subscriber, out var types))
        {
            return;
        }

        var left = type is null ? [] : types.Remove(type);
        if (left.IsEmpty)
        {
            _subscribers.Remove(subscriber);
            Context.Unwatch(subscriber);
        }
        else
        {
            _subscribers[subscriber] = left;
        }
    }

    internal sealed record NewState(MembershipState State) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed record Subscribe(IActorRef Subscriber, SubscriptionInitialStateMode Mode, ImmutableHashSet<Type> To)
        : INoSerializationVerificationNeeded;

    internal sealed record Unsubscribe(IActorRef Subscriber, Type? To) : INoSerializationVerificationNeeded;

    internal sealed record SendState(IActorRef Receiver) : INoSerializationVerificationNeeded;
}
