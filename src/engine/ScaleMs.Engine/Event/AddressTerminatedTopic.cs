using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Tells actors that watch, or are watched by, other systems' actors that a whole system is lost.</summary>
internal sealed class AddressTerminatedTopic : IExtension
{
    private readonly ConcurrentDictionary<IActorRef, bool> _subscribers = new();

    public static AddressTerminatedTopic Get(ActorSystem system) =>
        (AddressTerminatedTopic)system.RegisterExtension(AddressTerminatedTopicProvider.Instance);

    public void Subscribe(IActorRef subscriber) => _subscribers[subscriber] = true;

    public void Unsubscribe(IActorRef subscriber) => _subscribers.TryRemove(subscriber, out _);

    public void Publish(AddressTerminated message)
    {
        foreach (var (subscriber, _) in _subscribers)
        {
            subscriber.Tell(message, ActorRefs.NoSender);
        }
    }

    private sealed class AddressTerminatedTopicProvider : ExtensionIdProvider<AddressTerminatedTopic>
    {
        public static readonly AddressTerminatedTopicProvider Instance = new();

        public override AddressTerminatedTopic CreateExtension(ExtendedActorSystem system) => new();
    }
}
