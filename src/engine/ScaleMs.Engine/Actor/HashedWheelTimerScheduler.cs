using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// A hashed timing wheel (G. Varghese, T. Lauck: Hashed and Hierarchical Timing Wheels, SOSP 1987): a timer costs the same however
/// many there are, at the price that it is only as exact as a tick. It sleeps while nothing is scheduled.
/// </summary>
public sealed partial class HashedWheelTimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private readonly long _tickTicks;
    private readonly Entry?[] _wheel;
    private readonly int _mask;
    private readonly ConcurrentQueue<Entry> _added = new();
    private readonly Lock _startLock = new();
    private readonly ManualResetEventSlim _wake = new(false);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _shutdownTimeout;
    private Thread? _thread;
    private volatile bool _stopped;
    private long _tick;
    private int _pending;

    /// <summary>As the engine makes it.</summary>
    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        var wheelSize = scheduler.GetInt("akka.scheduler.ticks-per-wheel", 512);
        var tick = scheduler.GetTimeSpan("akka.scheduler.tick-duration", TimeSpan.FromMilliseconds(10));
        if (tick < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(scheduler), $"akka.scheduler.tick-duration must be at least 1 ms; it is [{tick}]");
        }

        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, wheelSize));
        _wheel = new Entry?[size];
        _mask = size - 1;
        _tickTicks = tick.Ticks;
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => DateTimeOffsetNowTimeProvider.Instance.MonotonicClock;

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => DateTimeOffsetNowTimeProvider.Instance.HighResMonotonicClock;

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    /// <summary>Stops the thread; what is scheduled does not run any more.</summary>
    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        Thread? thread;
        lock (_startLock)
        {
            thread = _thread;
        }

        if (thread is not null && thread != Thread.CurrentThread)
        {
            thread.Join(_shutdownTimeout);
        }
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(new TellEntry(receiver, message, sender) { Cancelable = cancelable }, delay, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(new TellEntry(receiver, message, sender) { Cancelable = cancelable }, initialDelay, interval);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(new ActionEntry(action) { Cancelable = cancelable }, delay, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(new ActionEntry(action.Run) { Cancelable = cancelable }, delay, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(new ActionEntry(action) { Cancelable = cancelable }, initialDelay, interval);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(new ActionEntry(action.Run) { Cancelable = cancelable }, initialDelay, interval);

    private void Add(Entry entry, TimeSpan delay, TimeSpan interval)
    {
        if (_stopped)
        {
            throw new SchedulerException("cannot enqueue after timer shutdown");
        }

        entry.Interval = interval.Ticks;
        entry.Deadline = Saturate(Now(), delay.Ticks);
        _added.Enqueue(entry);
        Interlocked.Increment(ref _pending);
        EnsureStarted();
        if (!_wake.IsSet)
        {
            _wake.Set();
        }
    }

    private long Now() => Stopwatch.GetElapsedTime(_start).Ticks;

    private static long Saturate(long now, long delay) => delay > long.MaxValue - now ? long.MaxValue : now + delay;

    private void EnsureStarted()
    {
        if (_thread is not null)
        {
            return;
        }

        lock (_startLock)
        {
            if (_thread is null && !_stopped)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "akka-scheduler" };
                _thread.Start();
            }
        }
    }
}
