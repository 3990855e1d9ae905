namespace Akka.Routing;

/// <summary>A message for every routee, whatever the router's logic.</summary>
public class Broadcast : RouterEnvelope
{
    public Broadcast(object message) : base(message) { }
}
