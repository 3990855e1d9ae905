using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>A router's cell: whoever sends to the router runs the routing logic at once, past the router's mailbox.</summary>
internal class RoutedActorCell : ActorCell
{
    // A sender that still sees the routee may be about to send to it; its messages shall come before the end.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Props _routeeProps;
    private volatile Router _router = null!;

    public RoutedActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props routerProps, MessageDispatcher dispatcher, Props routeeProps, IInternalActorRef supervisor)
        : base(system, self, routerProps, dispatcher, supervisor)
    {
        _routeeProps = routeeProps;
        RouterConfig = routerProps.RouterConfig;
    }

    public RouterConfig RouterConfig { get; }

    public Router Router => _router;

    public override void Start()
    {
        var router = RouterConfig.CreateRouter(System);
        _router = new Router(router.RoutingLogic, [.. router.Routees]) { DeadLetters = System.DeadLetters };
        switch (RouterConfig)
        {
            case Pool pool:
                AddRoutees(NewRoutees(pool, pool.GetNrOfInstances(System)));
                break;
            case Group group:
                AddRoutees([.. group.GetPaths(System).Select(path => group.RouteeFor(path, this))]);
                break;
        }

        BeforeStart();
        base.Start();
    }

    public override void SendMessage(IActorRef sender, object message)
    {
        if (RouterConfig.IsManagementMessage(message) || _router is not { } router)
        {
            base.SendMessage(sender, message);
        }
        else
        {
            router.Route(message, sender);
        }
    }

    public void AddRoutees(IReadOnlyCollection<Routee> routees)
    {
        foreach (var routee in routees)
        {
            if (routee is ActorRefRoutee { Actor: var actor })
            {
                Watch(actor);
            }
        }

        _router = _router.WithRoutees([.. _router.Routees, .. routees]);
    }

    public void RemoveRoutees(IReadOnlyCollection<Routee> routees, bool stopChildren)
    {
        var removed = routees.ToHashSet();
        _router = _router.WithRoutees([.. _router.Routees.Where(routee => !removed.Contains(routee))]);
        foreach (var routee in routees)
        {
            if (routee is ActorRefRoutee { Actor: var actor })
            {
                Unwatch(actor);
                if (stopChildren && actor.Path.Parent.Equals(Self.Path))
                {
                    System.Scheduler.ScheduleTellOnce(Grace, actor, PoisonPill.Instance, Self);
                }
            }
        }
    }

    public void ChangePoolSize(int change)
    {
        if (change > 0)
        {
            AddRoutees(NewRoutees((Pool)RouterConfig, change));
        }
        else if (change < 0)
        {
            RemoveRoutees([.. _router.Routees.TakeLast(-change)], stopChildren: true);
        }
    }

    protected override ActorBase CreateNewActorInstance() => RouterConfig.CreateRouterActor();

    protected virtual void BeforeStart() { }

    private List<Routee> NewRoutees(Pool pool, int count)
    {
        var routees = new List<Routee>(count);
        for (var i = 0; i < count; i++)
        {
            routees.Add(pool.NewRoutee(_routeeProps, this));
        }

        return routees;
    }
}
