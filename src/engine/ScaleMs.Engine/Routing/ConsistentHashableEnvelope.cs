using Akka.Actor;

namespace Akka.Routing;

/// <summary>Gives a message a hash key.</summary>
public sealed class ConsistentHashableEnvelope : RouterEnvelope, IWrappedMessage, IConsistentHashable
{
    public ConsistentHashableEnvelope(object message, object hashKey) : base(message) => HashKey = hashKey;

    public object HashKey { get; }

    public object ConsistentHashKey => HashKey;
}
