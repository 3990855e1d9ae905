using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time stands still until <see cref="Advance"/> or <see cref="AdvanceTo"/>. Advancing runs what
/// becomes due, in the order of its time, on the caller's thread; <see cref="Now"/> is that time while it runs.
/// </summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Entry, (DateTimeOffset Due, long Number)> _entries = new();
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly ILoggingAdapter _log;
    private DateTimeOffset _now;
    private long _lastNumber;

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
        _log = log;
        _now = _start;
    }

    public DateTimeOffset Now => TimeNow;

    public TimeSpan MonotonicClock => TimeNow - _start;

    public TimeSpan HighResMonotonicClock => MonotonicClock;

    public IAdvancedScheduler Advanced => this;

    protected DateTimeOffset TimeNow
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public void Advance(TimeSpan offset) => AdvanceTo(TimeNow + offset);

    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < TimeNow)
        {
            throw new InvalidOperationException($"The scheduler is at {TimeNow:O} and cannot go back to {when:O}.");
        }

        while (NextDue(when) is { } entry)
        {
            Run(entry);
        }
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, cancelable: null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(() => receiver.Tell(message, sender), delay, interval: null, cancelable);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable: null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable) =>
        Add(() => receiver.Tell(message, sender), initialDelay, interval, cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, cancelable: null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(action, delay, interval: null, cancelable);

    public void ScheduleOnce(TimeSpan delay, IRunnable action) => ScheduleOnce(delay, action, cancelable: null);

    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(action.Run, delay, interval: null, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, cancelable: null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(action, initialDelay, interval, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) =>
        ScheduleRepeatedly(initialDelay, interval, action, cancelable: null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(action.Run, initialDelay, interval, cancelable);

    private void Add(Action action, TimeSpan delay, TimeSpan? interval, ICancelable? cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (interval <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval must be greater than zero.");
        }

        lock (_lock)
        {
            Enqueue(new Entry(action, interval, cancelable, _now + delay));
        }
    }

    /// <summary>Takes the next entry due by <paramref name="when"/> and sets the time to it, else to <paramref name="when"/>.</summary>
    private Entry? NextDue(DateTimeOffset when)
    {
        lock (_lock)
        {
            while (_entries.TryPeek(out var entry, out _) && entry.Due <= when)
            {
                _entries.Dequeue();
                if (entry.IsCanceled)
                {
                    continue;
                }

                _now = entry.Due > _now ? entry.Due : _now;
                if (entry.Interval is { } interval)
                {
                    Enqueue(entry with { Due = entry.Due + interval });
                }

                return entry;
            }

            _now = when > _now ? when : _now;
            return null;
        }
    }

    private void Enqueue(Entry entry) => _entries.Enqueue(entry, (entry.Due, ++_lastNumber));

    private void Run(Entry entry)
    {
        try
        {
            entry.Action();
        }
        catch (Exception failure)
        {
            // As in any scheduler one failing action does not keep the others from running.
            _log.Error(failure, "A scheduled action failed.");
        }
    }

    private sealed record Entry(Action Action, TimeSpan? Interval, ICancelable? Cancelable, DateTimeOffset Due)
    {
        public bool IsCanceled => Cancelable?.IsCancellationRequested ?? false;
    }
}
