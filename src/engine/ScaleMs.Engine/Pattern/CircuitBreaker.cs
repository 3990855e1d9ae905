using Akka.Actor;

namespace Akka.Pattern;

/// <summary>
/// Protects callers from a service that fails or hangs. Closed: calls pass, and too many failures in a row open it. Open: calls fail
/// at once. After the reset time-out it is half open: one call may try, and closes or opens it again.
/// </summary>
public partial class CircuitBreaker
{
    private readonly List<Action> _onOpen;
    private readonly List<Action> _onHalfOpen;
    private readonly List<Action> _onClose;
    private State _state;
    private long _resetTicks;
    private Exception? _lastCaught;

    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500), 1.0) { }

    public CircuitBreaker(
        IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout, TimeSpan maxResetTimeout, double exponentialBackoffFactor)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, maxResetTimeout, exponentialBackoffFactor, 0.0) { }

    public CircuitBreaker(
        IScheduler scheduler,
        int maxFailures,
        TimeSpan callTimeout,
        TimeSpan resetTimeout,
        TimeSpan maxResetTimeout,
        double exponentialBackoffFactor,
        double randomFactor)
    {
        if (exponentialBackoffFactor < 1.0)
        {
            throw new ArgumentException("factor must be >= 1.0", nameof(exponentialBackoffFactor));
        }

        if (randomFactor is < 0.0 or > 1.0)
        {
            throw new ArgumentException("factor must be between 0.0 and 1.0", nameof(randomFactor));
        }

        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        ExponentialBackoffFactor = exponentialBackoffFactor;
        RandomFactor = randomFactor;
        _onOpen = [];
        _onHalfOpen = [];
        _onClose = [];
        _state = new Closed(this);
        _resetTicks = resetTimeout.Ticks;
    }

    public IScheduler Scheduler { get; }

    public int MaxFailures { get; }

    /// <summary>A call that takes longer is a failure.</summary>
    public TimeSpan CallTimeout { get; }

    public TimeSpan ResetTimeout { get; }

    public TimeSpan MaxResetTimeout { get; }

    public double ExponentialBackoffFactor { get; }

    public double RandomFactor { get; }

    public Exception? LastCaughtException => Volatile.Read(ref _lastCaught);

    public long CurrentFailureCount => (Current as Closed)?.Failures ?? 0;

    public bool IsClosed => Current is Closed;

    public bool IsOpen => Current is Open;

    public bool IsHalfOpen => Current is HalfOpen;

    private State Current => Volatile.Read(ref _state);

    public static CircuitBreaker Create(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    /// <summary>The same settings with a reset time-out that grows, doubled, with every failed attempt to close.</summary>
    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout, 2.0, RandomFactor);

    /// <summary>The same settings with a random part added to the reset time-out.</summary>
    public CircuitBreaker WithRandomFactor(double randomFactor) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, MaxResetTimeout, ExponentialBackoffFactor, randomFactor);

    public Task WithCircuitBreaker(Func<Task> body) =>
        WithCircuitBreaker(body, static async call =>
        {
            await call().ConfigureAwait(false);
            return Done.Instance;
        });

    public Task WithCircuitBreaker<TState>(TState state, Func<TState, Task> body) => WithCircuitBreaker(() => body(state));

    public Task<T> WithCircuitBreaker<T>(Func<Task<T>> body) => WithCircuitBreaker<T, Func<Task<T>>>(body, static call => call());

    public async Task<T> WithCircuitBreaker<T, TState>(TState state, Func<TState, Task<T>> body)
    {
        var current = Current;
        current.Enter();
        try
        {
            var result = await body(state).WaitAsync(CallTimeout).ConfigureAwait(false);
            current.Succeeds();
            return result;
        }
        catch (Exception exception)
        {
            current.Fails(exception);
            throw;
        }
    }

    public void WithSyncCircuitBreaker(Action body) => WithSyncCircuitBreaker(() =>
    {
        body();
        return Done.Instance;
    });

    /// <summary>Calls on this thread; a call that took too long counts as failed and throws, though it has ended.</summary>
    public T WithSyncCircuitBreaker<T>(Func<T> body)
    {
        var current = Current;
        current.Enter();
        var start = Scheduler.MonotonicClock;
        try
        {
            var result = body();
            if (Scheduler.MonotonicClock - start > CallTimeout)
            {
                throw new TimeoutException($"The call took longer than {CallTimeout}.");
            }

            current.Succeeds();
            return result;
        }
        catch (Exception exception)
        {
            current.Fails(exception);
            throw;
        }
    }

    /// <summary>Counts a success that happened outside of the breaker.</summary>
    public void Succeed() => Current.Succeeds();

    /// <summary>Counts a failure that happened outside of the breaker.</summary>
    public void Fail() => Current.Fails(new UserCalledFailException());

    public CircuitBreaker OnOpen(Action callback) => Register(_onOpen, callback);

    public CircuitBreaker OnHalfOpen(Action callback) => Register(_onHalfOpen, callback);

    public CircuitBreaker OnClose(Action callback) => Register(_onClose, callback);

    private CircuitBreaker Register(List<Action> callbacks, Action callback)
    {
        lock (callbacks)
        {
            callbacks.Add(callback);
        }

        return this;
    }

    private static void Notify(List<Action> callbacks)
    {
        Action[] all;
        lock (callbacks)
        {
            all = [.. callbacks];
        }

        if (all.Length > 0)
        {
            _ = Task.Run(() => Array.ForEach(all, static callback => callback()));
        }
    }
}
