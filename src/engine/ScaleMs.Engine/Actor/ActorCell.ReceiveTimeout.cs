namespace Akka.Actor;

public partial class ActorCell
{
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

        if (reschedule || state.Changed || state.Pending is null)
        {
            state.Changed = false;
            state.Pending?.Cancel();
            state.Pending = _system.Scheduler.ScheduleTellOnceCancelable(
                state.Duration, _self, Akka.Actor.ReceiveTimeout.Instance, _self);
        }
    }

    private void CancelReceiveTimeout()
    {
        if (_receiveTimeout is { Pending: { } pending } state)
        {
            pending.Cancel();
            state.Pending = null;
        }
    }

    private sealed class ReceiveTimeoutState
    {
        public TimeSpan Duration { get; set; }

        public ICancelable? Pending { get; set; }

        public bool Changed { get; set; }
    }
}
