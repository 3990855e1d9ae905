using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>The ref of a router.</summary>
internal sealed class RoutedActorRef : RepointableActorRef
{
    private readonly Props _routeeProps;

    public RoutedActorRef(
        ActorSystemImpl system,
        Props routerProps,
        MessageDispatcher routerDispatcher,
        MailboxType routerMailbox,
        Props routeeProps,
        IInternalActorRef supervisor,
        ActorPath path)
        : base(system, routerProps, routerDispatcher, routerMailbox, supervisor, path)
    {
        _routeeProps = routeeProps;
        routerProps.RouterConfig.VerifyConfig(path);
    }

    protected override ActorCell NewCell() =>
        Props.RouterConfig is Pool { Resizer: { } resizer }
            ? new ResizablePoolCell(System, this, Props, Dispatcher, _routeeProps, Supervisor, resizer)
            : new RoutedActorCell(System, this, Props, Dispatcher, _routeeProps, Supervisor);
}
