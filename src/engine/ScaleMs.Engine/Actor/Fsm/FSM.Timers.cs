using Akka.Event;

namespace Akka.Actor;

public abstract partial class FSM<TState, TData>
{
    private readonly Dictionary<string, (ICancelable Schedule, long Generation, bool Repeats)> _timers = [];
    private ICancelable? _stateTimer;
    private long _generation;
    private long _timerGeneration;

    /// <summary>Sends a message to the machine itself after a time, or repeatedly; a timer of the same name is replaced.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false)
    {
        if (DebugEvent)
        {
            _log.Debug("setting {0}timer '{1}'/{2}: {3}", repeat ? "repeating " : "", name, timeout, msg);
        }

        Forget(name);
        var message = new Timer(name, msg, ++_timerGeneration);
        var scheduler = Context.System.Scheduler;
        var schedule = repeat
            ? scheduler.ScheduleTellRepeatedlyCancelable(timeout, timeout, Self, message, Self)
            : scheduler.ScheduleTellOnceCancelable(timeout, Self, message, Self);
        _timers[name] = (schedule, message.Generation, repeat);
    }

    /// <summary>Cancels a timer; its message does not arrive any more, even if it is in the mailbox already.</summary>
    public void CancelTimer(string name)
    {
        if (DebugEvent)
        {
            _log.Debug("canceling timer '{0}'", name);
        }

        Forget(name);
    }

    private void Forget(string name)
    {
        if (_timers.Remove(name, out var timer))
        {
            timer.Schedule.Cancel(false);
        }
    }

    public bool IsTimerActive(string name) => _timers.ContainsKey(name);

    /// <summary>Whether a timer's message is still wanted.</summary>
    private bool Take(Timer timer)
    {
        if (!_timers.TryGetValue(timer.Name, out var active) || active.Generation != timer.Generation)
        {
            return false;
        }

        if (!active.Repeats)
        {
            _timers.Remove(timer.Name);
        }

        return true;
    }

    /// <summary>A message ends the wait for the state's time-out.</summary>
    private void LeaveQuiet()
    {
        _stateTimer?.Cancel(false);
        _stateTimer = null;
        _generation++;
    }

    private void StartStateTimer(TimeSpan? timeout)
    {
        _stateTimer?.Cancel(false);
        _stateTimer = null;
        if (timeout is { } time && time >= TimeSpan.Zero && time < TimeSpan.MaxValue)
        {
            _stateTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(time, Self, new TimeoutMarker(_generation), Self);
        }
    }

    private void StopTimers()
    {
        LeaveQuiet();
        foreach (var (schedule, _, _) in _timers.Values)
        {
            schedule.Cancel(false);
        }

        _timers.Clear();
    }
}
