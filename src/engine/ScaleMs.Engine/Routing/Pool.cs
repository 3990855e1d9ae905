using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>A router whose routees are its children, made and supervised by it.</summary>
public abstract class Pool : RouterConfig, IEquatable<Pool>
{
    protected Pool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher)
        : base(routerDispatcher)
    {
        NrOfInstances = nrOfInstances;
        Resizer = resizer;
        SupervisorStrategy = supervisorStrategy ?? DefaultSupervisorStrategy;
        UsePoolDispatcher = usePoolDispatcher;
    }

    /// <summary>Leaves the decision to the router's own supervisor.</summary>
    public static SupervisorStrategy DefaultSupervisorStrategy { get; } = new OneForOneStrategy(Decider.From(Directive.Escalate));

    public int NrOfInstances { get; }

    public virtual Resizer? Resizer { get; }

    public virtual SupervisorStrategy SupervisorStrategy { get; }

    public virtual bool UsePoolDispatcher { get; }

    public override bool StopRouterWhenAllRouteesRemoved => Resizer is null;

    public abstract int GetNrOfInstances(ActorSystem system);

    public Props Props(Props routeeProps) => routeeProps.WithRouter(this);

    public override ActorBase CreateRouterActor() =>
        Resizer is null ? new RouterPoolActor(SupervisorStrategy) : new ResizablePoolActor(SupervisorStrategy);

    public bool Equals(Pool? other) => Equals((object?)other);

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (IsAlike(obj) && obj is Pool other
        && NrOfInstances == other.NrOfInstances && UsePoolDispatcher == other.UsePoolDispatcher
        && Equals(Resizer, other.Resizer) && Equals(SupervisorStrategy, other.SupervisorStrategy));

    public override int GetHashCode() => HashCode.Combine(GetType(), NrOfInstances, Resizer, UsePoolDispatcher);

    /// <summary>Makes a routee below the router.</summary>
    internal virtual Routee NewRoutee(Props routeeProps, ActorCell router) =>
        new ActorRefRoutee(router.AttachChild(WithPoolDispatcher(routeeProps, router), isSystemService: false));

    internal static bool HasPoolDispatcher(Config config) => config.HasPath("pool-dispatcher");

    /// <summary>The supervision of another pool where this one has none of its own.</summary>
    internal SupervisorStrategy StrategyOr(Pool other) =>
        ReferenceEquals(SupervisorStrategy, DefaultSupervisorStrategy) ? other.SupervisorStrategy : SupervisorStrategy;

    private Props WithPoolDispatcher(Props routeeProps, ActorCell router) =>
        UsePoolDispatcher && routeeProps.Dispatcher == Dispatchers.DefaultDispatcherId
            ? routeeProps.WithDispatcher(
                $"akka.actor.deployment.\"/{string.Join('/', router.Self.Path.Elements.Skip(1))}\".pool-dispatcher")
            : routeeProps;
}
