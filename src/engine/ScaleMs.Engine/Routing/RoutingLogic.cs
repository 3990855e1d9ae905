using Akka.Actor;

namespace Akka.Routing;

/// <summary>Chooses a routee for a message; called by many senders at once.</summary>
public abstract class RoutingLogic : INoSerializationVerificationNeeded
{
    protected RoutingLogic() { }

    public abstract Routee Select(object message, Routee[] routees);
}
