using Akka.Actor;
using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    /// <summary>Repeats of InitJoin and Join start at this pace and slow down to <see cref="SlowestRepeat"/>: a peer that is just starting is found soon.</summary>
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan SlowestRepeat = TimeSpan.FromSeconds(1);

    private Address? _joinTarget;
    private DateTimeOffset _joinDeadline;
    private DateTimeOffset _nextRepeat;
    private TimeSpan _repeatAfter;

    /// <summary>Joins through the node at that address; joining oneself makes a new cluster.</summary>
    public void Join(Address address)
    {
        if (Phase is NodePhase.Member or NodePhase.Stopped)
        {
            _effects.Warn($"Trying to join [{address}] when already part of a cluster or done with it, ignoring.");
            return;
        }

        if (address.Protocol != _self.Address.Protocol || address.System != _self.Address.System)
        {
            _effects.Warn($"Trying to join [{address}], which is another protocol or system than [{_self.Address}], ignoring.");
            return;
        }

        if (address.Equals(_self.Address))
        {
            JoinSelf();
            return;
        }

        Phase = NodePhase.Joining;
        _joinTarget = address;
        _joinDeadline = _options.RetryUnsuccessfulJoinAfter is { } patience ? Now + patience : DateTimeOffset.MaxValue;
        StartRepeating();
        SendJoin();
    }

    /// <summary>To be called every few tens of milliseconds until this node is a member.</summary>
    public void JoinTick()
    {
        if (Phase is not (NodePhase.FindingSeed or NodePhase.Joining) || GaveUpOnSeeds())
        {
            return;
        }

        if (Now >= _joinDeadline)
        {
            StartOver();
        }
        else if (Now >= _nextRepeat)
        {
            SlowDown();
            if (Phase == NodePhase.Joining)
            {
                SendJoin();
            }
            else
            {
                AskSeeds();
            }
        }
    }

    private void OnJoin(Join join)
    {
        var node = join.Node;
        if (Phase != NodePhase.Member || State.SelfMember is not { } me || me.Status.IsOnItsWayOut())
        {
            return;
        }

        if (Latest.HasMember(node))
        {
            // Its Welcome got lost.
            SendWelcome(node);
            return;
        }

        if (Latest.Tombstones.ContainsKey(node))
        {
            _effects.Warn($"[{node}] was removed from this cluster and cannot come back; its actor system must be started anew.");
            return;
        }

        if (!RetireEarlierIncarnation(node))
        {
            return;
        }

        _effects.Forget(node);
        _effects.Info($"Node [{node.Address}] is JOINING, roles [{string.Join(", ", join.Roles)}], version [{join.AppVersion}].");
        Update(Latest.With(Member.Joining(node, join.Roles, join.AppVersion)));
        React();
        SendWelcome(node);
    }

    private void OnWelcome(Welcome welcome)
    {
        if (Phase != NodePhase.Joining || !welcome.To.Equals(_self) || !welcome.Gossip.HasMember(_self))
        {
            return;
        }

        if (!welcome.From.Address.Equals(_joinTarget))
        {
            _effects.Info($"Ignoring welcome from [{welcome.From.Address}] when trying to join with [{_joinTarget}].");
            return;
        }

        _effects.Info($"Welcome from [{welcome.From.Address}].");
        Phase = NodePhase.Member;
        Adopt(welcome.Gossip.SeenAlsoBy(_self));
        SendGossip(welcome.From);
        React();
    }

    private void JoinSelf()
    {
        Phase = NodePhase.Member;
        _effects.Info($"Node [{_self.Address}] is JOINING itself (with roles [{string.Join(", ", _options.Roles)}]) and forming a new cluster.");
        Update(Latest.With(Member.Joining(_self, _options.Roles, _options.AppVersion)));
        React();
    }

    /// <summary>A process restarted on the same address proves that its predecessor is dead. True when the address is free.</summary>
    private bool RetireEarlierIncarnation(UniqueAddress newcomer)
    {
        foreach (var old in Latest.Members.Where(m => m.Address.Equals(newcomer.Address) && m.Status != MemberStatus.Down).ToList())
        {
            _effects.Info($"New incarnation of [{old}] is trying to join. The old one is removed first.");
            Update(Latest
                .With(Latest.Reachability.Terminated(_self, old.UniqueAddress))
                .With(old.Copy(MemberStatus.Down)));
            React();
        }

        // Others may have to see it down first; the newcomer asks again soon.
        return Latest.FindByAddress(newcomer.Address) is null;
    }

    private void SendJoin() => _effects.Send(_joinTarget!, new Join(_self, _options.Roles, _options.AppVersion));

    private void SendWelcome(UniqueAddress node)
    {
        if (!node.Equals(_self) && Latest.HasMember(node))
        {
            _effects.Send(node.Address, new Welcome(_self, node, Latest));
            MarkPushed(node);
        }
    }

    private void StartRepeating()
    {
        _repeatAfter = FirstRepeat;
        _nextRepeat = Now + _repeatAfter;
    }

    private void SlowDown()
    {
        _repeatAfter = _repeatAfter + _repeatAfter < SlowestRepeat ? _repeatAfter + _repeatAfter : SlowestRepeat;
        _nextRepeat = Now + _repeatAfter;
    }

    private void StartOver()
    {
        if (_seeds.IsEmpty)
        {
            Join(_joinTarget!);
            return;
        }

        if (Phase == NodePhase.FindingSeed && _seeds[0].Equals(_self.Address))
        {
            JoinSelf();
            return;
        }

        _attempts++;
        _effects.Warn($"Couldn't join seed nodes after [{_attempts}] attempts, will try again. seed-nodes=[{string.Join(", ", _seeds)}]");
        FindSeed();
    }
}
