using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Every routee, made by the router; the sender gets the first answer.</summary>
public sealed class ScatterGatherFirstCompletedPool : Pool
{
    public ScatterGatherFirstCompletedPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), config.GetTimeSpan("within"), null, null, HasPoolDispatcher(config)) { }

    public ScatterGatherFirstCompletedPool(int nrOfInstances) : this(nrOfInstances, TimeSpan.FromSeconds(5)) { }

    public ScatterGatherFirstCompletedPool(int nrOfInstances, TimeSpan within) : this(nrOfInstances, null, within, null, null) { }

    public ScatterGatherFirstCompletedPool(
        int nrOfInstances, Resizer? resizer, TimeSpan within, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
        Within = within;
    }

    public TimeSpan Within { get; }

    public override Router CreateRouter(ActorSystem system) => new(new ScatterGatherFirstCompletedRoutingLogic(Within));

    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    public ScatterGatherFirstCompletedPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, Within, strategy, RouterDispatcher, UsePoolDispatcher);

    public ScatterGatherFirstCompletedPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, Within, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    public ScatterGatherFirstCompletedPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, Within, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool other
            ? new ScatterGatherFirstCompletedPool(NrOfInstances, Resizer ?? other.Resizer, Within, StrategyOr(other), RouterDispatcher, UsePoolDispatcher)
            : this;

    public override ISurrogate ToSurrogate(ActorSystem system) => new ScatterGatherFirstCompletedPoolSurrogate
    {
        NrOfInstances = NrOfInstances,
        UsePoolDispatcher = UsePoolDispatcher,
        Resizer = Resizer,
        SupervisorStrategy = SupervisorStrategy,
        RouterDispatcher = RouterDispatcher,
        Within = Within,
    };

    public class ScatterGatherFirstCompletedPoolSurrogate : ISurrogate
    {
        public int NrOfInstances { get; set; }

        public bool UsePoolDispatcher { get; set; }

        public Resizer? Resizer { get; set; }

        public SupervisorStrategy? SupervisorStrategy { get; set; }

        public string? RouterDispatcher { get; set; }

        public TimeSpan Within { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new ScatterGatherFirstCompletedPool(NrOfInstances, Resizer, Within, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}
