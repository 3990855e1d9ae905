using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    /// <summary>Longer than any gossip from before a removal can still be under way or be kept by a node that was cut off.</summary>
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromHours(24);

    /// <summary>About 30 bytes each on the wire: they stay a small part of a frame of 128,000 bytes.</summary>
    private const int MostTombstones = 1_000;

    private DateTimeOffset? _unconvergedSince;

    /// <summary>The safety net of the leader's work, and the clock of what waits.</summary>
    public void LeaderTick()
    {
        if (Phase == NodePhase.Member)
        {
            _exitingConfirmed.RemoveWhere(node => !Latest.HasMember(node));
            _ticksDown += State.SelfMember?.Status == MemberStatus.Down ? 1 : 0;
            React();
        }
    }

    private void ActAsLeader()
    {
        while (Phase == NodePhase.Member && State.IsLeader(_self) && LeaderStep())
        {
            // One step may make the next one possible.
        }
    }

    private bool LeaderStep()
    {
        var before = Latest;
        if (State.HasConverged(_exitingConfirmed))
        {
            _unconvergedSince = null;
            MoveMembersOn();
        }
        else
        {
            _unconvergedSince ??= Now;
            MoveJoiningToWeaklyUp();
        }

        return !ReferenceEquals(before, Latest);
    }

    private void MoveMembersOn()
    {
        var removed = Latest.Members
            .Where(m => m.Status.IsOnItsWayOut() && !m.UniqueAddress.Equals(_self))
            .Where(m => !State.TrustedReachability.IsReachable(m.UniqueAddress) || _exitingConfirmed.Contains(m.UniqueAddress))
            .Select(m => m.UniqueAddress)
            .ToHashSet();

        var upNumber = State.NextUpNumber;
        var mayComeUp = HasEnoughMembers();
        var changed = new List<Member>();
        foreach (var member in Latest.Members)
        {
            switch (member.Status)
            {
                case MemberStatus.Joining or MemberStatus.WeaklyUp when mayComeUp:
                    changed.Add(member.CopyUp(upNumber++));
                    break;
                case MemberStatus.Leaving:
                    changed.Add(member.Copy(MemberStatus.Exiting));
                    break;
            }
        }

        if (changed.Count > 0 || removed.Count > 0)
        {
            LogSteps(changed, removed);
            Update(Latest.With(changed).Remove(removed, Now));
        }
        else
        {
            Update(Latest.PruneTombstones(Now - TombstoneLifetime, MostTombstones));
        }
    }

    private void MoveJoiningToWeaklyUp()
    {
        if (_options.WeaklyUpAfter is not { } patience || Now - _unconvergedSince < patience || !HasEnoughMembers())
        {
            return;
        }

        var changed = Latest.Members
            .Where(m => m.Status == MemberStatus.Joining && State.TrustedReachability.IsReachable(m.UniqueAddress))
            .Select(m => m.Copy(MemberStatus.WeaklyUp))
            .ToList();
        if (changed.Count > 0)
        {
            LogSteps(changed, []);
            Update(Latest.With(changed));
        }
    }

    private bool HasEnoughMembers()
    {
        var members = Latest.Members.Where(m => !m.Status.IsOnItsWayOut()).ToList();
        return members.Count >= _options.MinNrOfMembers
            && _options.MinNrOfMembersOfRole.All(role => members.Count(m => m.HasRole(role.Key)) >= role.Value);
    }

    private void LogSteps(IEnumerable<Member> changed, IEnumerable<UniqueAddress> removed)
    {
        foreach (var member in changed)
        {
            _effects.Info($"Leader is moving node [{member.Address}] to [{member.Status}].");
        }

        foreach (var node in removed)
        {
            _effects.Info($"Leader is removing node [{node.Address}].");
        }
    }
}
