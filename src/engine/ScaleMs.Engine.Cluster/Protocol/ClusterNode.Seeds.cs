using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

internal sealed partial class ClusterNode
{
    private ImmutableList<Address> _seeds = [];
    private ImmutableHashSet<Address> _unanswered = [];
    private DateTimeOffset _seedsGiveUpAt;
    private int _attempts;

    /// <summary>
    /// Joins through whichever seed node answers first. The first of the list makes a new cluster
    /// when it is alone, when all others say no, or when none has answered in time; the others never do.
    /// </summary>
    public void JoinSeedNodes(ImmutableList<Address> seeds)
    {
        if (Phase is NodePhase.Member or NodePhase.Stopped || seeds.IsEmpty)
        {
            return;
        }

        _seeds = seeds;
        _attempts = 0;
        _seedsGiveUpAt = _options.ShutdownAfterUnsuccessfulJoinSeedNodes is { } patience ? Now + patience : DateTimeOffset.MaxValue;
        FindSeed();
    }

    private void FindSeed()
    {
        Phase = NodePhase.FindingSeed;
        _unanswered = [.. _seeds.Where(s => !s.Equals(_self.Address))];
        if (_unanswered.IsEmpty)
        {
            JoinSelf();
            return;
        }

        _joinDeadline = Now + _options.SeedNodeTimeout;
        StartRepeating();
        AskSeeds();
    }

    private void AskSeeds()
    {
        foreach (var seed in _unanswered)
        {
            _effects.Send(seed, new InitJoin(_self));
        }
    }

    private void OnInitJoin(InitJoin ask)
    {
        if (ask.From.Equals(_self))
        {
            return;
        }

        var canBeJoined = Phase == NodePhase.Member && State.SelfMember is { } me && !me.Status.IsOnItsWayOut();
        _effects.Send(ask.From.Address, canBeJoined ? new InitJoinAck(_self, ask.From) : new InitJoinNack(_self, ask.From));
    }

    private void OnInitJoinAck(InitJoinAck ack)
    {
        if (Phase == NodePhase.FindingSeed && ack.To.Equals(_self))
        {
            Join(ack.From.Address);
        }
    }

    private void OnInitJoinNack(InitJoinNack nack)
    {
        if (Phase != NodePhase.FindingSeed || !nack.To.Equals(_self) || !_seeds[0].Equals(_self.Address))
        {
            return;
        }

        _unanswered = _unanswered.Remove(nack.From.Address);
        if (_unanswered.IsEmpty)
        {
            JoinSelf();
        }
    }

    private bool GaveUpOnSeeds()
    {
        if (_seeds.IsEmpty || Now < _seedsGiveUpAt)
        {
            return false;
        }

        _effects.Warn($"Joining of seed-nodes [{string.Join(", ", _seeds)}] was unsuccessful after "
            + $"configured shutdown-after-unsuccessful-join-seed-nodes [{_options.ShutdownAfterUnsuccessfulJoinSeedNodes}].");
        Phase = NodePhase.Stopped;
        _effects.OnJoinFailed();
        _effects.OnStopped();
        return true;
    }
}
