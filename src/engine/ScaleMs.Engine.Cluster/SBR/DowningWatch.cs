using System.Collections.Immutable;
using Akka.Cluster.Membership;

namespace Akka.Cluster.SBR;

/// <summary>
/// Tells when it is time to decide: when members are unreachable and nothing has changed for long enough,
/// or when it never stops changing. Only the leader of a side acts on what all of its side would decide alike.
/// </summary>
internal sealed class DowningWatch(DowningStrategy strategy, TimeSpan stableAfter, TimeSpan downAllWhenUnstable)
{
    private ImmutableHashSet<UniqueAddress> _lost = [];
    private ImmutableHashSet<UniqueAddress> _settled = [];
    private DateTimeOffset _unstableSince;
    private DateTimeOffset _decideAt;

    /// <summary>Whether a decision is pending, so that time alone can bring it about.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>To be asked after every change and from time to time.</summary>
    public DowningPlan? Observe(MembershipState state, DateTimeOffset now)
    {
        if (!DowningPlan.IsNeeded(state))
        {
            IsWaiting = false;
            return null;
        }

        if (HasChanged(state) || !IsWaiting)
        {
            _unstableSince = IsWaiting ? _unstableSince : now;
            _decideAt = now + stableAfter;
            IsWaiting = true;
            return downAllWhenUnstable > TimeSpan.Zero && now - _unstableSince > downAllWhenUnstable
                ? ByLeader(state, DowningPlan.Everybody)
                : null;
        }

        if (now < _decideAt)
        {
            return null;
        }

        // If another leads this side, or the decision gets nowhere, there is another look.
        _unstableSince = now;
        _decideAt = now + stableAfter;
        return ByLeader(state, s => DowningPlan.Make(s, strategy));
    }

    private static DowningPlan? ByLeader(MembershipState state, Func<MembershipState, DowningPlan> plan) =>
        state.IsLeader(state.Self) ? plan(state) : null;

    // Newcomers do not count as change: nobody gets past Joining while a decision is pending.
    private bool HasChanged(MembershipState state)
    {
        var lost = state.TrustedReachability.AllUnreachableOrTerminated;
        var settled = state.Members.Where(m => m.Status is not (MemberStatus.Joining or MemberStatus.WeaklyUp))
            .Select(m => m.UniqueAddress)
            .ToImmutableHashSet();
        var changed = !_lost.SetEquals(lost) || !_settled.SetEquals(settled);
        _lost = lost;
        _settled = settled;
        return changed;
    }
}
