using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    /// <summary>Turns what the failure detector thinks into gossip.</summary>
    public void ReapTick()
    {
        if (Phase != NodePhase.Member)
        {
            return;
        }

        var reachability = Latest.Reachability;
        foreach (var member in Latest.Members)
        {
            var node = member.UniqueAddress;
            if (node.Equals(_self) || _exitingConfirmed.Contains(node) || !_effects.IsMonitoring(node))
            {
                continue;
            }

            var alive = _effects.IsAvailable(node);
            switch (reachability.Status(_self, node))
            {
                case ReachabilityStatus.Reachable when !alive:
                    _effects.Warn($"Marking node as UNREACHABLE [{member}].");
                    reachability = reachability.Unreachable(_self, node);
                    break;
                case ReachabilityStatus.Unreachable when alive:
                    _effects.Info($"Marking node as REACHABLE [{member}].");
                    reachability = reachability.Reachable(_self, node);
                    break;
            }
        }

        UpdateReachability(reachability);
    }

    /// <summary>
    /// A node of this uid lives at its address. If the gossip has another uid there, that one is dead:
    /// two processes cannot hold one port. No need to wait for the failure detector.
    /// Only unreachable, not terminated, for this may be late news of a node that was there before:
    /// then the next heartbeat puts it right.
    /// </summary>
    public void OnIncarnation(UniqueAddress alive)
    {
        if (Phase == NodePhase.Member
            && !Latest.HasMember(alive)
            && !Latest.Tombstones.ContainsKey(alive)
            && Latest.FindByAddress(alive.Address) is { } predecessor)
        {
            _effects.Forget(predecessor.UniqueAddress);
            UpdateReachability(Latest.Reachability.Unreachable(_self, predecessor.UniqueAddress));
        }
    }

    /// <summary>That incarnation is gone and never comes back, as the remote layer found out.</summary>
    public void OnGone(UniqueAddress node)
    {
        if (Phase == NodePhase.Member
            && !node.Equals(_self)
            && Latest.Find(node) is { } member
            && Latest.Reachability.Status(_self, node) != ReachabilityStatus.Terminated)
        {
            _effects.Warn($"Marking node as TERMINATED [{member}].");
            UpdateReachability(Latest.Reachability.Terminated(_self, node));
        }
    }

    private void UpdateReachability(Reachability reachability)
    {
        if (!ReferenceEquals(reachability, Latest.Reachability))
        {
            Update(Latest.With(reachability));
            React();
        }
    }
}
