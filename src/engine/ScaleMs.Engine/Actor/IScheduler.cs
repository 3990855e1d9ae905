using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Tells the time.</summary>
public interface ITimeProvider
{
    /// <summary>The date and time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The time since some moment, which nobody sets.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>The time since some moment, which nobody sets, as finely as can be had.</summary>
    TimeSpan HighResMonotonicClock { get; }
}

/// <summary>Tells the time, with its offset.</summary>
public interface IDateTimeOffsetNowTimeProvider : ITimeProvider
{
}

/// <summary>Sends messages later.</summary>
public interface ITellScheduler
{
    /// <summary>Sends a message once.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender);

    /// <summary>Sends a message once, unless cancelled.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable);

    /// <summary>Sends a message again and again.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender);

    /// <summary>Sends a message again and again, until cancelled.</summary>
    void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable);
}

/// <summary>Runs things later.</summary>
public interface IRunnableScheduler
{
    /// <summary>Runs something once.</summary>
    void ScheduleOnce(TimeSpan delay, IRunnable action);

    /// <summary>Runs something once, unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable);

    /// <summary>Runs something again and again.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action);

    /// <summary>Runs something again and again, until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable);
}

/// <summary>Runs delegates later. They run on the scheduler's thread and must not touch an actor.</summary>
public interface IActionScheduler : IRunnableScheduler
{
    /// <summary>Runs a delegate once, unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable);

    /// <summary>Runs a delegate once.</summary>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs a delegate again and again, until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable);

    /// <summary>Runs a delegate again and again.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action);
}

/// <summary>The part of a scheduler that actors should not use.</summary>
public interface IAdvancedScheduler : IActionScheduler
{
}

/// <summary>The system's scheduler.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>The part that actors should not use.</summary>
    IAdvancedScheduler Advanced { get; }
}

/// <summary>The machine's clock.</summary>
public class DateTimeOffsetNowTimeProvider : IDateTimeOffsetNowTimeProvider
{
    private DateTimeOffsetNowTimeProvider()
    {
    }

    /// <summary>The only instance.</summary>
    public static DateTimeOffsetNowTimeProvider Instance { get; } = new();

    /// <inheritdoc/>
    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <inheritdoc/>
    public TimeSpan MonotonicClock => TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <inheritdoc/>
    public TimeSpan HighResMonotonicClock => System.Diagnostics.Stopwatch.GetElapsedTime(0);
}
