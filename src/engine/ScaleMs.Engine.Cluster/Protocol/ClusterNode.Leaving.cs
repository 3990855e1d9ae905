using Akka.Actor;
using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    /// <summary>So many leader ticks a downed node waits for the other downed ones to hear of it.</summary>
    private const int MostTicksDown = 4;

    private readonly HashSet<UniqueAddress> _exitingConfirmed = [];
    private bool _exitAnnounced;
    private int _ticksDown;

    public void Leave(Address address)
    {
        if (Phase is NodePhase.FindingSeed or NodePhase.Joining && address.Equals(_self.Address))
        {
            Stop();
            return;
        }

        if (Phase == NodePhase.Member
            && Latest.FindByAddress(address) is { Status: MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up } member)
        {
            _effects.Info($"Marked address [{address}] as [{MemberStatus.Leaving}].");
            Update(Latest.With(member.Copy(MemberStatus.Leaving)));
            React();
        }
    }

    public void Down(Address address)
    {
        if (Phase != NodePhase.Member)
        {
            return;
        }

        // While a restarted node and its predecessor are both members, the dead one is meant.
        var there = Latest.Members.Where(m => m.Address.Equals(address)).ToLookup(m => State.TrustedReachability.IsReachable(m.UniqueAddress));
        var meant = there[false].Any() ? there[false] : there[true];
        foreach (var member in meant.ToList())
        {
            Down(member.UniqueAddress);
        }
    }

    public void Down(UniqueAddress node)
    {
        if (Phase == NodePhase.Member && Latest.Find(node) is { Status: not MemberStatus.Down } member)
        {
            _effects.Info($"Marking {(State.TrustedReachability.IsReachable(node) ? "" : "unreachable ")}node [{node.Address}] as [{MemberStatus.Down}].");
            Update(Latest.With(member.Copy(MemberStatus.Down)));
            React();
        }
    }

    /// <summary>This node has run down what ran on it, and goes.</summary>
    public void ExitingCompleted()
    {
        if (Phase != NodePhase.Member)
        {
            Stop();
            return;
        }

        _effects.Info("Exiting completed.");
        SayGoodbye();
        Stop();
    }

    /// <summary>Ends this node's membership without a word to the others.</summary>
    public void Stop()
    {
        if (Phase != NodePhase.Stopped)
        {
            Phase = NodePhase.Stopped;
            _effects.OnStopped();
        }
    }

    private void OnExitingConfirmed(ExitingConfirmed confirmed)
    {
        if (Phase != NodePhase.Member || Latest.Find(confirmed.Node) is not { } member)
        {
            return;
        }

        _effects.Info($"Exiting confirmed [{confirmed.Node.Address}].");
        _exitingConfirmed.Add(confirmed.Node);
        if (member.Status.MayBecome(MemberStatus.Leaving))
        {
            // The gossip that let it go has not come here, and there will be nobody to tell of it again.
            Update(Latest.With(member.Copy(MemberStatus.Leaving)));
        }

        React();
    }

    private void MindOwnStatus()
    {
        if (Phase != NodePhase.Member)
        {
            return;
        }

        switch (State.SelfMember?.Status)
        {
            case MemberStatus.Exiting when !_exitAnnounced:
                _exitAnnounced = true;
                _effects.OnExiting();
                break;
            case MemberStatus.Down when _ticksDown >= MostTicksDown || OtherDownedNodesKnow():
                _effects.Info("Shutting down myself: this node has been downed.");
                SayGoodbye();
                Stop();
                break;
        }
    }

    /// <summary>Best effort: what gets lost is made up for by the failure detectors of the others.</summary>
    private void SayGoodbye()
    {
        Push();

        // The next leader removes a node that confirmed; two are told, for the first may be leaving too.
        var others = Latest.Members.Remove(State.SelfMember!);
        if (State.LeaderOf(others) is { } first)
        {
            _effects.Send(first.Address, new ExitingConfirmed(_self));
            if (State.LeaderOf(others.Remove(first)) is { } second)
            {
                _effects.Send(second.Address, new ExitingConfirmed(_self));
            }
        }
    }

    private bool OtherDownedNodesKnow() => Latest.Members
        .Where(m => m.Status == MemberStatus.Down && !m.UniqueAddress.Equals(_self))
        .All(m => !State.TrustedReachability.IsReachable(m.UniqueAddress) || Latest.SeenBy(m.UniqueAddress));
}
