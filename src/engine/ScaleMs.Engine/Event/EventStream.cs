using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

/// <summary>The system's own bus: subscribe to a type to get every published object of it, or of what derives from or implements it.</summary>
public class EventStream : LoggingBus
{
    // There may be several streams in one system, each with an unsubscriber of its own.
    private static int _unsubscribers;

    private readonly bool _debug;
    private volatile IActorRef? _unsubscriber;

    public EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        _unsubscriber?.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
        Trace("subscribing", subscriber, $"to channel {channel}");
        return base.Subscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        var changed = base.Unsubscribe(subscriber, channel);
        _unsubscriber?.Tell(new EventStreamUnsubscriber.Unregister(subscriber), ActorRefs.NoSender);
        Trace("unsubscribing", subscriber, $"from channel {channel}");
        return changed;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var changed = base.Unsubscribe(subscriber);
        _unsubscriber?.Tell(new EventStreamUnsubscriber.Unregister(subscriber), ActorRefs.NoSender);
        Trace("unsubscribing", subscriber, "from all channels");
        return changed;
    }

    /// <summary>From here on, the subscriptions of an actor end with it.</summary>
    public void StartUnsubscriber(ActorSystemImpl system)
    {
        if (_unsubscriber is not null)
        {
            return;
        }

        _unsubscriber = system.SystemActorOf(EventStreamUnsubscriber.Props(this, _debug), $"event-stream-unsubscriber-{Interlocked.Increment(ref _unsubscribers)}");
        foreach (var subscriber in Subscribers)
        {
            _unsubscriber.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
        }
    }

    private void Trace(string action, IActorRef subscriber, string what)
    {
        if (_debug)
        {
            Publish(new Debug(Logging.SimpleName(this), GetType(), $"{action} {subscriber} {what}"));
        }
    }
}
