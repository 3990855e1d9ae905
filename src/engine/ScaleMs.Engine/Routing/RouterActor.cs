using Akka.Actor;

namespace Akka.Routing;

/// <summary>The router's own actor: it manages routees and never sees the messages that are routed.</summary>
internal class RouterActor : UntypedActor
{
    protected RoutedActorCell Cell { get; } = (Context as RoutedActorCell)
        ?? throw new ActorInitializationException("A router actor can only be used in a router; set one with Props.WithRouter.");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetRoutees:
                Sender.Tell(new Routees(Cell.Router.Routees));
                break;
            case AddRoutee add:
                Cell.AddRoutees([add.Routee]);
                break;
            case RemoveRoutee remove:
                Cell.RemoveRoutees([remove.Routee], stopChildren: true);
                StopIfAllRouteesRemoved();
                break;
            case Terminated terminated:
                Cell.RemoveRoutees([new ActorRefRoutee(terminated.ActorRef)], stopChildren: false);
                StopIfAllRouteesRemoved();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A restart of the router keeps its routees.
    protected override void PreRestart(Exception reason, object message) { }

    private void StopIfAllRouteesRemoved()
    {
        if (Cell.Router.RouteeCount == 0 && Cell.RouterConfig.StopRouterWhenAllRouteesRemoved)
        {
            Context.Stop(Self);
        }
    }
}
