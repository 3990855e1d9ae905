using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>The routee with least to do, made by the router.</summary>
public sealed class SmallestMailboxPool : Pool
{
    public SmallestMailboxPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), null, null, HasPoolDispatcher(config)) { }

    public SmallestMailboxPool(int nrOfInstances) : this(nrOfInstances, null, null, null) { }

    public SmallestMailboxPool(
        int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher) { }

    public override Router CreateRouter(ActorSystem system) => new(new SmallestMailboxRoutingLogic());

    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    public SmallestMailboxPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    public SmallestMailboxPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    public SmallestMailboxPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool other
            ? new SmallestMailboxPool(NrOfInstances, Resizer ?? other.Resizer, StrategyOr(other), RouterDispatcher, UsePoolDispatcher)
            : this;

    public override ISurrogate ToSurrogate(ActorSystem system) => new SmallestMailboxPoolSurrogate
    {
        NrOfInstances = NrOfInstances,
        UsePoolDispatcher = UsePoolDispatcher,
        Resizer = Resizer,
        SupervisorStrategy = SupervisorStrategy,
        RouterDispatcher = RouterDispatcher,
    };

    public class SmallestMailboxPoolSurrogate : ISurrogate
    {
        public int NrOfInstances { get; set; }

        public bool UsePoolDispatcher { get; set; }

        public Resizer? Resizer { get; set; }

        public SupervisorStrategy? SupervisorStrategy { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new SmallestMailboxPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}
