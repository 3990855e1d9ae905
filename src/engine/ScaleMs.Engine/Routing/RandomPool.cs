using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Any routee, made by the router.</summary>
public sealed class RandomPool : Pool
{
    public RandomPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), null, null, HasPoolDispatcher(config)) { }

    public RandomPool(int nrOfInstances) : this(nrOfInstances, null, null, null) { }

    public RandomPool(
        int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher) { }

    public override Router CreateRouter(ActorSystem system) => new(new RandomLogic());

    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    public RandomPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    public RandomPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    public RandomPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool other
            ? new RandomPool(NrOfInstances, Resizer ?? other.Resizer, StrategyOr(other), RouterDispatcher, UsePoolDispatcher)
            : this;

    public override ISurrogate ToSurrogate(ActorSystem system) => new RandomPoolSurrogate
    {
        NrOfInstances = NrOfInstances,
        UsePoolDispatcher = UsePoolDispatcher,
        Resizer = Resizer,
        SupervisorStrategy = SupervisorStrategy,
        RouterDispatcher = RouterDispatcher,
    };

    public class RandomPoolSurrogate : ISurrogate
    {
        public int NrOfInstances { get; set; }

        public bool UsePoolDispatcher { get; set; }

        public Resizer? Resizer { get; set; }

        public SupervisorStrategy? SupervisorStrategy { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new RandomPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}
