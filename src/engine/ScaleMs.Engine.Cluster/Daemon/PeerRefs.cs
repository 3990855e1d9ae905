using Akka.Actor;

namespace Akka.Cluster.Daemon;

/// <summary>Refs of one kind of daemon on other nodes, resolved once. They name no incarnation: whoever is at the address gets it.</summary>
internal sealed class PeerRefs(ExtendedActorSystem system, string daemon)
{
    // Far more than nodes in a cluster; a flood of invented addresses must not stay in memory.
    private const int Most = 4_096;

    private readonly Dictionary<Address, IActorRef> _refs = [];

    public IActorRef this[Address node]
    {
        get
        {
            if (!_refs.TryGetValue(node, out var peer))
            {
                if (_refs.Count >= Most)
                {
                    _refs.Clear();
                }

                peer = system.Provider.ResolveActorRef(ClusterPaths.On(node, daemon));
                _refs[node] = peer;
            }

            return peer;
        }
    }
}
