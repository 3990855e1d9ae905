using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Routees in turn, made by the router.</summary>
public sealed class RoundRobinPool : Pool
{
    public RoundRobinPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), null, null, HasPoolDispatcher(config)) { }

    public RoundRobinPool(int nrOfInstances) : this(nrOfInstances, null, null, null) { }

    public RoundRobinPool(int nrOfInstances, Resizer? resizer) : this(nrOfInstances, resizer, null, null) { }

    public RoundRobinPool(
        int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher) { }

    public override Router CreateRouter(ActorSystem system) => new(new RoundRobinRoutingLogic());

    public override int GetNrOfInstances(ActorSystem sys) => NrOfInstances;

    public RoundRobinPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    public RoundRobinPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    public RoundRobinPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool other
            ? new RoundRobinPool(NrOfInstances, Resizer ?? other.Resizer, StrategyOr(other), RouterDispatcher, UsePoolDispatcher)
            : this;

    public override ISurrogate ToSurrogate(ActorSystem system) => new RoundRobinPoolSurrogate
    {
        NrOfInstances = NrOfInstances,
        UsePoolDispatcher = UsePoolDispatcher,
        Resizer = Resizer,
        SupervisorStrategy = SupervisorStrategy,
        RouterDispatcher = RouterDispatcher,
    };

    public class RoundRobinPoolSurrogate : ISurrogate
    {
        public int NrOfInstances { get; set; }

        public bool UsePoolDispatcher { get; set; }

        public Resizer? Resizer { get; set; }

        public SupervisorStrategy? SupervisorStrategy { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new RoundRobinPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}
