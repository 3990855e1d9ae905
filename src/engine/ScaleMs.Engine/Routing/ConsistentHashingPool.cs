using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Messages with the same key to the same routee, made by the router.</summary>
public sealed class ConsistentHashingPool : Pool
{
    private readonly ConsistentHashMapping? _hashMapping;

    public ConsistentHashingPool(Config config)
        : this(
            config.GetInt("nr-of-instances"),
            Resizer.FromConfig(config),
            null,
            null,
            HasPoolDispatcher(config),
            config.GetInt("virtual-nodes-factor"))
    { }

    public ConsistentHashingPool(int nrOfInstances) : this(nrOfInstances, null, null, null) { }

    public ConsistentHashingPool(int nrOfInstances, ConsistentHashMapping hashMapping)
        : this(nrOfInstances, null, null, null, hashMapping: hashMapping) { }

    public ConsistentHashingPool(
        int nrOfInstances,
        Resizer? resizer,
        SupervisorStrategy? supervisorStrategy,
        string? routerDispatcher,
        bool usePoolDispatcher = false,
        int virtualNodesFactor = 0,
        ConsistentHashMapping? hashMapping = null)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
        VirtualNodesFactor = virtualNodesFactor;
        _hashMapping = hashMapping;
    }

    /// <summary>Points of each routee on the ring; 0 is the configured default.</summary>
    public int VirtualNodesFactor { get; }

    public override Router CreateRouter(ActorSystem system) => new(new ConsistentHashingRoutingLogic(system, VirtualNodesFactor, _hashMapping));

    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    public ConsistentHashingPool WithVirtualNodesFactor(int vnodes) =>
        new(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher, vnodes, _hashMapping);

    public ConsistentHashingPool WithHashMapping(ConsistentHashMapping mapping) =>
        new(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher, VirtualNodesFactor, mapping);

    public ConsistentHashingPool WithSupervisorStrategy(SupervisorStrategy strategy) =>
        new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher, VirtualNodesFactor, _hashMapping);

    public ConsistentHashingPool WithResizer(Resizer resizer) =>
        new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher, VirtualNodesFactor, _hashMapping);

    public ConsistentHashingPool WithDispatcher(string dispatcher) =>
        new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher, VirtualNodesFactor, _hashMapping);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool other
            ? new ConsistentHashingPool(
                NrOfInstances,
                Resizer ?? other.Resizer,
                StrategyOr(other),
                RouterDispatcher,
                UsePoolDispatcher,
                VirtualNodesFactor,
                _hashMapping ?? (other as ConsistentHashingPool)?._hashMapping)
            : this;

    /// <summary>The mapping is code and does not travel.</summary>
    public override ISurrogate ToSurrogate(ActorSystem system) => new ConsistentHashingPoolSurrogate
    {
        NrOfInstances = NrOfInstances,
        UsePoolDispatcher = UsePoolDispatcher,
        Resizer = Resizer,
        SupervisorStrategy = SupervisorStrategy,
        RouterDispatcher = RouterDispatcher,
    };

    public class ConsistentHashingPoolSurrogate : ISurrogate
    {
        public int NrOfInstances { get; set; }

        public bool UsePoolDispatcher { get; set; }

        public Resizer? Resizer { get; set; }

        public SupervisorStrategy? SupervisorStrategy { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new ConsistentHashingPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}
