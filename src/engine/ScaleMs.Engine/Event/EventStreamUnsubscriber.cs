using Akka.Actor;

namespace Akka.Event;

/// <summary>Watches the subscribers of an event stream and takes their subscriptions back when they end.</summary>
internal sealed class EventStreamUnsubscriber : ActorBase
{
    private readonly EventStream _stream;
    private readonly bool _debug;

    public EventStreamUnsubscriber(EventStream stream, bool debug)
    {
        _stream = stream;
        _debug = debug;
    }

    public static Props Props(EventStream stream, bool debug) => Actor.Props.Create(() => new EventStreamUnsubscriber(stream, debug));

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Register register:
                if (register.Subscriber is not MinimalLogger)
                {
                    Context.Watch(register.Subscriber);
                }

                return true;
            case Unregister unregister:
                if (!_stream.IsSubscribed(unregister.Subscriber))
                {
                    Context.Unwatch(unregister.Subscriber);
                }

                return true;
            case Terminated terminated:
                if (_debug)
                {
                    _stream.Publish(new Debug(nameof(EventStreamUnsubscriber), GetType(), $"{terminated.ActorRef} has ended, taking back its subscriptions"));
                }

                _stream.Unsubscribe(terminated.ActorRef);
                return true;
            default:
                return false;
        }
    }

    public sealed record Register(IActorRef Subscriber);

    public sealed record Unregister(IActorRef Subscriber);
}
