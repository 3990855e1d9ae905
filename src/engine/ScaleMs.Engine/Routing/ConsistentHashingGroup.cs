using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Messages with the same key to the same of the actors at given paths.</summary>
public sealed class ConsistentHashingGroup : Group
{
    private readonly ConsistentHashMapping? _hashMapping;

    public ConsistentHashingGroup(Config config)
        : this(config.GetStringList("routees.paths"), config.GetInt("virtual-nodes-factor"), null, null) { }

    public ConsistentHashingGroup(params string[] paths) : this(paths, 0, null, null) { }

    public ConsistentHashingGroup(IEnumerable<string> paths) : this(paths, 0, null, null) { }

    public ConsistentHashingGroup(IEnumerable<string> paths, ConsistentHashMapping hashMapping) : this(paths, 0, hashMapping, null) { }

    public ConsistentHashingGroup(
        IEnumerable<string>? paths, int virtualNodesFactor, ConsistentHashMapping? hashMapping, string? routerDispatcher)
        : base(paths, routerDispatcher)
    {
        VirtualNodesFactor = virtualNodesFactor;
        _hashMapping = hashMapping;
    }

    /// <summary>Points of each routee on the ring; 0 is the configured default.</summary>
    public int VirtualNodesFactor { get; }

    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    public override Router CreateRouter(ActorSystem system) => new(new ConsistentHashingRoutingLogic(system, VirtualNodesFactor, _hashMapping));

    public ConsistentHashingGroup WithHashMapping(ConsistentHashMapping mapping) => new(InternalPaths, VirtualNodesFactor, mapping, RouterDispatcher);

    public ConsistentHashingGroup WithVirtualNodesFactor(int vnodes) => new(InternalPaths, vnodes, _hashMapping, RouterDispatcher);

    public ConsistentHashingGroup WithDispatcher(string dispatcher) => new(InternalPaths, VirtualNodesFactor, _hashMapping, dispatcher);

    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is ConsistentHashingGroup other && _hashMapping is null && other._hashMapping is { } mapping ? WithHashMapping(mapping) : this;

    /// <summary>The mapping is code and does not travel.</summary>
    public override ISurrogate ToSurrogate(ActorSystem system) => new ConsistentHashingGroupSurrogate
    {
        Paths = InternalPaths,
        RouterDispatcher = RouterDispatcher,
    };

    public class ConsistentHashingGroupSurrogate : ISurrogate
    {
        public IEnumerable<string>? Paths { get; set; }

        public string? RouterDispatcher { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new ConsistentHashingGroup(Paths, 0, null, RouterDispatcher);
    }
}
