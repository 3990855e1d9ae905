using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    /// <summary>Repairs what the pushes missed: talks to one node, more likely one that has another view.</summary>
    public void GossipTick()
    {
        if (Phase != NodePhase.Member)
        {
            return;
        }

        var all = Latest.Nodes.Where(State.IsGossipTarget).Order().ToList();
        if (all.Count == 0)
        {
            return;
        }

        var others = all.FindAll(node => !Latest.SeenBy(node));
        var pool = others.Count > 0 && _random.NextDouble() < DifferentViewProbability() ? others : all;
        var peer = pool[_random.Next(pool.Count)];
        if (Latest.SeenBy(peer))
        {
            SendStatus(peer);
        }
        else
        {
            SendGossip(peer);
        }
    }

    private void OnGossip(GossipEnvelope envelope)
    {
        if (Phase != NodePhase.Member || !envelope.To.Equals(_self))
        {
            return;
        }

        var (from, remote) = (envelope.From, envelope.Gossip);
        if (remote.Tombstones.ContainsKey(_self))
        {
            _effects.Warn($"This node [{_self}] was removed from the cluster by others, as [{from.Address}] says.");
            Stop();
            return;
        }

        if (!Listens(from) || !remote.HasMember(_self) || !remote.HasMember(from))
        {
            return;
        }

        var before = Latest;
        var (winner, talkBack) = remote.Version.CompareTo(before.Version) switch
        {
            VectorClock.Ordering.Same => (before.SeenAlsoBy(remote), !remote.SeenBy(_self)),
            VectorClock.Ordering.Before => (before, true),
            VectorClock.Ordering.After => (remote, !remote.SeenBy(_self)),
            _ => (before.Merge(remote), true),
        };

        foreach (var member in winner.Members)
        {
            if (member.Status == MemberStatus.Joining && !before.HasMember(member.UniqueAddress))
            {
                _effects.Forget(member.UniqueAddress);
            }
        }

        Adopt(winner.SeenAlsoBy(_self));
        if (talkBack)
        {
            SendGossip(from);
        }

        PassOn();
        React();
    }

    private void OnStatus(GossipStatus status)
    {
        if (Phase != NodePhase.Member || !status.To.Equals(_self) || !Listens(status.From))
        {
            return;
        }

        switch (status.Version.CompareTo(Latest.Version))
        {
            case VectorClock.Ordering.Same:
                Adopt(Latest.SeenAlsoBy(status.From));
                React();
                break;
            case VectorClock.Ordering.After:
                SendStatus(status.From);
                break;
            default:
                SendGossip(status.From);
                break;
        }
    }

    /// <summary>Whether the sender is one to be heeded; one that was removed is told so.</summary>
    private bool Listens(UniqueAddress from)
    {
        if (Latest.Tombstones.ContainsKey(from))
        {
            SendGossip(from);
            return false;
        }

        // One that is not known here is a newcomer whose news travel faster than those of the node that let it in;
        // or that node is dead, and nobody else will bring them.
        return Latest.Reachability.Status(_self, from) == ReachabilityStatus.Reachable;
    }

    private void SendGossip(UniqueAddress to)
    {
        _effects.Send(to.Address, new GossipEnvelope(_self, to, Latest));
        MarkPushed(to);
    }

    private void SendStatus(UniqueAddress to) => _effects.Send(to.Address, new GossipStatus(_self, to, Latest.Version));

    // Full probability up to the configured size, then linearly down to a tenth at three times that size.
    private double DifferentViewProbability()
    {
        var low = _options.ReduceGossipDifferentViewProbability;
        var size = Latest.Members.Count;
        var full = _options.GossipDifferentViewProbability;
        if (size <= low)
        {
            return full;
        }

        var least = full / 10;
        return size >= 3 * low ? least : full - ((full - least) * (size - low) / (2.0 * low));
    }
}
