namespace Akka.Pattern;

public partial class CircuitBreaker
{
    private bool Become(State from, State to) => ReferenceEquals(Interlocked.CompareExchange(ref _state, to, from), from);

    private void Trip(State from, Exception? cause)
    {
        var open = new Open(this);
        if (!Become(from, open))
        {
            return;
        }

        Volatile.Write(ref _lastCaught, cause);
        Notify(_onOpen);
        var ticks = Volatile.Read(ref _resetTicks);
        var wait = TimeSpan.FromTicks((long)(ticks * (1.0 + (Random.Shared.NextDouble() * RandomFactor))));
        open.Until = Scheduler.MonotonicClock + wait;
        Scheduler.Advanced.ScheduleOnce(wait, () =>
        {
            if (Become(open, new HalfOpen(this)))
            {
                Notify(_onHalfOpen);
            }
        });
        Volatile.Write(ref _resetTicks, (long)Math.Min(ticks * ExponentialBackoffFactor, MaxResetTimeout.Ticks));
    }

    private void Reset(State from)
    {
        if (Become(from, new Closed(this)))
        {
            Volatile.Write(ref _lastCaught, null);
            Volatile.Write(ref _resetTicks, ResetTimeout.Ticks);
            Notify(_onClose);
        }
    }

    private abstract class State(CircuitBreaker breaker)
    {
        protected CircuitBreaker Breaker { get; } = breaker;

        /// <summary>Lets a call pass, or throws.</summary>
        public abstract void Enter();

        public abstract void Succeeds();

        public abstract void Fails(Exception cause);
    }

    private sealed class Closed(CircuitBreaker breaker) : State(breaker)
    {
        private int _failures;

        public int Failures => Volatile.Read(ref _failures);

        public override void Enter() { }

        public override void Succeeds() => Volatile.Write(ref _failures, 0);

        public override void Fails(Exception cause)
        {
            if (Interlocked.Increment(ref _failures) >= Breaker.MaxFailures)
            {
                Breaker.Trip(this, cause);
            }
        }
    }

    private sealed class Open(CircuitBreaker breaker) : State(breaker)
    {
        private long _until;

        public TimeSpan Until
        {
            private get => TimeSpan.FromTicks(Volatile.Read(ref _until));
            set => Volatile.Write(ref _until, value.Ticks);
        }

        public override void Enter()
        {
            var remaining = Until - Breaker.Scheduler.MonotonicClock;
            throw new OpenCircuitException(Breaker.LastCaughtException, remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero);
        }

        // Calls that were let in before it opened say nothing new.
        public override void Succeeds() { }

        public override void Fails(Exception cause) { }
    }

    private sealed class HalfOpen(CircuitBreaker breaker) : State(breaker)
    {
        private bool _tried;

        public override void Enter()
        {
            if (Interlocked.Exchange(ref _tried, true))
            {
                throw new OpenCircuitException(Breaker.LastCaughtException);
            }
        }

        public override void Succeeds() => Breaker.Reset(this);

        public override void Fails(Exception cause) => Breaker.Trip(this, cause);
    }
}
