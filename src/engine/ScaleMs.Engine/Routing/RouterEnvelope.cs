using Akka.Actor;

namespace Akka.Routing;

/// <summary>Tells the router something about a message; routees get the message only.</summary>
public class RouterEnvelope : IWrappedMessage
{
    public RouterEnvelope(object message) => Message = message;

    public object Message { get; }
}
