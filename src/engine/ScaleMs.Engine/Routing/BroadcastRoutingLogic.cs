namespace Akka.Routing;

/// <summary>Every routee.</summary>
public sealed class BroadcastRoutingLogic : RoutingLogic
{
    public override Routee Select(object message, Routee[] routees) => routees.Length == 0 ? Routee.NoRoutee : new SeveralRoutees(routees);
}
