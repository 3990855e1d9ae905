using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>One routee after another, made by the router, until one answers.</summary>
public sealed class TailChoppingPool : Pool
{
    public TailChoppingPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), null, null, config.GetTimeSpan("within"), config.GetTimeSpan("tail-chopping-router.interval"), HasPoolDispatcher(config)) { }

    public TailChoppingPool(int nrOfInstances, TimeSpan within, TimeSpan interval) : this(nrOfInstances, null, null, null, within, interval) { }

    public TailChoppingPool(
        int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, TimeSpan within, TimeSpan interval, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
        Within = within;
        Interval = interval;
    }

    public TimeSpan Within { get; }

    public TimeSpan Interval { get; }

    public override Router CreateRouter(ActorSystem system) => new(new TailChopping(system.Scheduler, Within, Interval));

    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    public TailChoppingPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, Within, Interval, UsePoolDispatcher);

    public TailChoppingPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, Within, Interval, UsePoolDispatcher);

    public TailChoppingPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, Within, Interval, UsePoolDispatcher);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool other
            ? new TailChoppingPool(NrOfInstances, Resizer ?? other.Resizer, StrategyOr(other), RouterDispatcher, Within, Interval, UsePoolDispatcher)
            : this;

    public override ISurrogate ToSurrogate(ActorSystem system) => new TailChoppingPoolSurrogate
    {
        NrOfInstances = NrOfInstances,
        UsePoolDispatcher = UsePoolDispatcher,
        Resizer = Resizer,
        SupervisorStrategy = SupervisorStrategy,
        RouterDispatcher = RouterDispatcher,
        Within = Within,
        Interval = Interval,
    };

    public class TailChoppingPoolSurrogate : ISurrogate
    {
        public int NrOfInstances { get; set; }

        public bool UsePoolDispatcher { get; set; }

        public Resizer? Resizer { get; set; }

        public SupervisorStrategy? SupervisorStrategy { get; set; }

        public string? RouterDispatcher { get; set; }

        public TimeSpan Within { get; set; }

        public TimeSpan Interval { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new TailChoppingPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, Within, Interval, UsePoolDispatcher);
    }
}
