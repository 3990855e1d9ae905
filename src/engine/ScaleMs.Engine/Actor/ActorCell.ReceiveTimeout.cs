namespace Akka.Actor;

public partial class ActorCell
{
    // The scheduler's own clock is finer than the one that actors read.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMilliseconds(2);

    private ReceiveTimeoutState? _receiveTimeout;

    /// <inheritdoc/>
    public TimeSpan? ReceiveTimeout => _receiveTimeout?.Duration;

    /// <inheritdoc/>
    public void SetReceiveTimeout(TimeSpan? timeout = null)
    {
        if (timeout is null || timeout == Timeout.InfiniteTimeSpan)
        {
            CancelReceiveTimeout();
            _receiveTimeout = null;
            return;
        }

        if (timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "the receive timeout must be positive");
        }

        _receiveTimeout ??= new ReceiveTimeoutState();
        _receiveTimeout.Duration = timeout.Value;
        _receiveTimeout.Changed = true;
    }

    /// <summary>Starts the wait anew, or for the first time.</summary>
    public void CheckReceiveTimeout(bool reschedule = true)
    {
        if (_receiveTimeout is not { } state || _awaiting > 0)
        {
            return;
        }

        if (state.Changed || state.Tick is null)
        {
            state.Changed = false;
            state.LastActivity = _system.Scheduler.MonotonicClock;
            ScheduleReceiveTimeout(state, state.Duration);
        }
        else if (reschedule)
        {
            // The tick that is on its way finds out that it came too early; a busy actor schedules nothing.
            state.LastActivity = _system.Scheduler.MonotonicClock;
        }
    }

    private void ScheduleReceiveTimeout(ReceiveTimeoutState state, TimeSpan delay)
    {
        state.Pending?.Cancel();
        state.Tick = new ReceiveTimeoutTick();
        state.Pending = _system.Scheduler.ScheduleTellOnceCancelable(delay, _self, state.Tick, _self);
    }

    private void ReceiveTimeoutDue(ReceiveTimeoutTick tick)
    {
        if (_receiveTimeout is not { } state || !ReferenceEquals(tick, state.Tick))
        {
            return;
        }

        state.Tick = null;
        state.Pending = null;
        var left = state.Duration - (_system.Scheduler.MonotonicClock - state.LastActivity);
        if (left > ClockTolerance)
        {
            ScheduleReceiveTimeout(state, left);
            return;
        }

        _current = new Envelope(Akka.Actor.ReceiveTimeout.Instance, _self);
        ReceiveMessage(Akka.Actor.ReceiveTimeout.Instance);
    }

    private void CancelReceiveTimeout()
    {
        if (_receiveTimeout is { Pending: { } pending } state)
        {
            pending.Cancel();
            state.Pending = null;
            state.Tick = null;
        }
    }

    private sealed class ReceiveTimeoutTick
        : IAutoReceivedMessage, INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded, Event.IDeadLetterSuppression;

    private sealed class ReceiveTimeoutState
    {
        public TimeSpan Duration { get; set; }

        public TimeSpan LastActivity { get; set; }

        public ReceiveTimeoutTick? Tick { get; set; }

        public ICancelable? Pending { get; set; }

        public bool Changed { get; set; }
    }
}
