using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Akka.Routing;

/// <summary>Messages with the same key to the same routee, as long as it is there.</summary>
public sealed class ConsistentHashingRoutingLogic : RoutingLogic
{
    private readonly ActorSystem _system;
    private readonly int _virtualNodesFactor;
    private readonly ConsistentHashMapping? _hashMapping;
    private volatile Ring? _ring;

    public ConsistentHashingRoutingLogic(ActorSystem system) : this(system, 0, null) { }

    public ConsistentHashingRoutingLogic(ActorSystem system, int virtualNodesFactor, ConsistentHashMapping? hashMapping)
    {
        _system = system;
        _virtualNodesFactor = virtualNodesFactor > 0 ? virtualNodesFactor : system.Settings.DefaultVirtualNodesFactor;
        _hashMapping = hashMapping;
    }

    public ConsistentHashingRoutingLogic WithHashMapping(ConsistentHashMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return new ConsistentHashingRoutingLogic(_system, _virtualNodesFactor, mapping);
    }

    public override Routee Select(object message, Routee[] routees)
    {
        if (routees.Length == 0)
        {
            return Routee.NoRoutee;
        }

        var key = _hashMapping?.Invoke(message) ?? (message as IConsistentHashable)?.ConsistentHashKey;
        if (key is null)
        {
            _system.Log.Warning(
                "Message [{0}] must be handled by hashMapping, or implement [{1}] or be wrapped in [{2}]",
                message.GetType().Name,
                nameof(IConsistentHashable),
                nameof(ConsistentHashableEnvelope));
            return Routee.NoRoutee;
        }

        var hash = RingOf(routees).Hash;
        return key switch
        {
            byte[] bytes => hash.NodeFor(bytes).Routee,
            string text => hash.NodeFor(text).Routee,
            IFormattable number => hash.NodeFor(number.ToString(null, CultureInfo.InvariantCulture)).Routee,
            _ => hash.NodeFor(_system.Serialization.FindSerializerFor(key).ToBinary(key)).Routee,
        };
    }

    private Ring RingOf(Routee[] routees)
    {
        var ring = _ring;
        if (ring is null || !ReferenceEquals(ring.Routees, routees))
        {
            ring = new Ring(routees, ConsistentHash.Create(routees.Select(NodeOf), _virtualNodesFactor));
            _ring = ring;
        }

        return ring;
    }

    // The node's name says where the routee is, so that routers in several systems agree about the ring.
    private Node NodeOf(Routee routee)
    {
        var own = ((ExtendedActorSystem)_system).Provider.DefaultAddress;
        return new Node(routee, routee switch
        {
            ActorRefRoutee actor => actor.Actor.Path.ToStringWithAddress(own),
            ActorSelectionRoutee selection => selection.Selection.Anchor.Path.ToStringWithAddress(own) + selection.Selection.PathString,
            _ => routee.ToString() ?? "",
        });
    }

    private sealed record Ring(Routee[] Routees, ConsistentHash<Node> Hash);

    private sealed record Node(Routee Routee, string Name)
    {
        public override string ToString() => Name;
    }
}
