namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    /// <summary>So many at a time: the leader's small cluster in one go, a large one in waves that the answers drive.</summary>
    private const int PushFanOut = 16;

    private readonly HashSet<UniqueAddress> _pushed = [];
    private VectorClock? _pushedVersion;

    /// <summary>Sends the latest gossip to nodes that have not seen it, each once per version, the leader first.</summary>
    public void Push()
    {
        if (Phase != NodePhase.Member)
        {
            return;
        }

        var leader = State.Leader;
        foreach (var node in Unpushed().OrderBy(n => n.Equals(leader) ? -1 : _random.Next()).Take(PushFanOut).ToList())
        {
            SendGossip(node);
        }
    }

    /// <summary>Spreads what came from elsewhere: the leader always, for it waits for all; the others when they are many.</summary>
    private void PassOn()
    {
        var missing = Unpushed().Count();
        if (missing > 0 && (missing > PushFanOut || State.IsLeader(_self)))
        {
            _effects.RequestPush();
        }
    }

    private IEnumerable<UniqueAddress> Unpushed()
    {
        ForgetPushesOfOlderVersion();
        return Latest.Nodes.Order().Where(node => !Latest.SeenBy(node) && !_pushed.Contains(node) && State.IsGossipTarget(node));
    }

    private void MarkPushed(UniqueAddress node)
    {
        ForgetPushesOfOlderVersion();
        _pushed.Add(node);
    }

    private void ForgetPushesOfOlderVersion()
    {
        if (!ReferenceEquals(_pushedVersion, Latest.Version))
        {
            _pushedVersion = Latest.Version;
            _pushed.Clear();
        }
    }
}
