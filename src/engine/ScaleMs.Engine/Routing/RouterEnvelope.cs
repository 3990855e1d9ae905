namespace Akka.Routing;

/// <summary>Tells the router something about a message; routees get the message only.</summary>
public class RouterEnvelope
{
    public RouterEnvelope(object message) => Message = message;

    public object Message { get; }
}
