namespace Akka.Remote.Transport;

internal enum AssociationPhase
{
    /// <summary>No connection; the next message makes one.</summary>
    Idle,

    /// <summary>A connection is being made; messages wait.</summary>
    Dialling,

    Connected,

    /// <summary>Connecting failed; until the gate opens messages go to dead letters.</summary>
    Gated,
}

/// <summary>
/// What is known of a peer and of the way to it. Transitions are pure; <see cref="Association"/> does what follows from them.
/// </summary>
/// <param name="Phase">Where the way to the peer stands.</param>
/// <param name="Uid">The peer's run that was connected last; null until there was one.</param>
/// <param name="QuarantinedUid">The run that must not be spoken to again.</param>
/// <param name="Failures">Attempts that failed in a row.</param>
/// <param name="Since">When the phase was entered.</param>
/// <param name="DialNotBefore">When the next attempt may be made.</param>
internal sealed record AssociationState(
    AssociationPhase Phase,
    int? Uid,
    int? QuarantinedUid,
    int Failures,
    DateTimeOffset Since,
    DateTimeOffset DialNotBefore)
{
    /// <summary>
    /// The first pause after a failure; each further one doubles it up to <c>retry-gate-closed-for</c>. A peer that is
    /// merely restarting is found again at once, one that is gone costs an attempt every few seconds.
    /// </summary>
    public static readonly TimeSpan FirstGate = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// A connection younger than this that ends counts as a failed attempt, and one younger than this is not replaced
    /// by another of the same peer: both sides dialled at the same time.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>How long to leave the way to the peer's own attempt, when it said that there is one.</summary>
    public static readonly TimeSpan YieldFor = TimeSpan.FromMilliseconds(100);

    public static AssociationState New(DateTimeOffset now) => new(AssociationPhase.Idle, null, null, 0, now, now);

    /// <summary>The run of the peer that is known is not to be spoken to.</summary>
    public bool IsQuarantined => QuarantinedUid is not null && QuarantinedUid == Uid;

    public bool MayDial(DateTimeOffset now) => Phase is AssociationPhase.Idle or AssociationPhase.Gated && now >= DialNotBefore;

    /// <summary>Whether a message sent now is lost rather than kept for the connection to come.</summary>
    public bool Drops(DateTimeOffset now) => Phase == AssociationPhase.Gated && now < DialNotBefore;

    public AssociationState OnDial(DateTimeOffset now) => this with { Phase = AssociationPhase.Dialling, Since = now };

    public AssociationState OnUp(int uid, DateTimeOffset now) =>
        this with { Phase = AssociationPhase.Connected, Uid = uid, Since = now, DialNotBefore = now };

    /// <summary>The peer that answers is another run than the one known.</summary>
    public bool IsRestart(int uid) => Uid is { } known && known != uid;

    public AssociationState OnDown(DateTimeOffset now, TimeSpan maxGate) =>
        now - Since < Settled
            ? OnDialFailed(now, maxGate, hopeless: false)
            : this with { Phase = AssociationPhase.Idle, Failures = 0, Since = now, DialNotBefore = now };

    /// <summary>A hopeless failure (wrong secret, other engine) closes the gate for its full time at once.</summary>
    public AssociationState OnDialFailed(DateTimeOffset now, TimeSpan maxGate, bool hopeless)
    {
        var failures = Math.Min(Failures + 1, 30);
        var gate = hopeless ? maxGate : Min(maxGate, FirstGate * (1L << (failures - 1)));
        return this with { Phase = AssociationPhase.Gated, Failures = failures, Since = now, DialNotBefore = now + gate };
    }

    /// <summary>The peer prefers the connection that it is making itself.</summary>
    public AssociationState OnYield(DateTimeOffset now) =>
        this with { Phase = AssociationPhase.Idle, Since = now, DialNotBefore = now + YieldFor };

    public AssociationState OnQuarantine(int uid, DateTimeOffset now, TimeSpan maxGate) =>
        this with { Phase = AssociationPhase.Gated, Uid = uid, QuarantinedUid = uid, Since = now, DialNotBefore = now + maxGate };

    /// <summary>Whether an attempt of the peer's gives way to our own: when both dial at once, the smaller address wins.</summary>
    public bool PrefersOwnAttempt(int uid, string self, string peer, DateTimeOffset now) => now - Since < Settled && Phase switch
    {
        AssociationPhase.Dialling => string.CompareOrdinal(self, peer) < 0,
        AssociationPhase.Connected => Uid == uid,
        _ => false,
    };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
