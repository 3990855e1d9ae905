using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The timers of one actor. A tick carries its timer's generation, so that one which is in the mailbox when its timer is cancelled,
/// replaced or the actor restarted is recognised and dropped.
/// </summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, Timer> _timers = [];
    private int _generation;

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        Start(key, msg, interval, interval, repeat: true, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, interval, interval, repeat: true, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, repeat: true, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, repeat: true, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        Start(key, msg, timeout, TimeSpan.Zero, repeat: false, ActorRefs.NoSender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) =>
        Start(key, msg, timeout, TimeSpan.Zero, repeat: false, sender);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
        {
            timer.Task.Cancel();
        }
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Task.Cancel();
        }

        _timers.Clear();
    }

    /// <summary>The message of a tick; false when its timer runs no more.</summary>
    internal bool TryTake(TimerMessage tick, out object message)
    {
        message = tick.Message;
        if (!ReferenceEquals(tick.Owner, this) || !_timers.TryGetValue(tick.Key, out var timer) || timer.Generation != tick.Generation)
        {
            return false;
        }

        if (!timer.Repeat)
        {
            _timers.Remove(tick.Key);
        }

        return true;
    }

    private void Start(object key, object msg, TimeSpan initialDelay, TimeSpan interval, bool repeat, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(msg);
        Cancel(key);
        var generation = ++_generation;
        TimerMessage tick = msg is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(key, msg, generation, this)
            : new TimerMessage(key, msg, generation, this);
        var scheduler = cell.System.Scheduler;
        var task = repeat
            ? scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.Self, tick, sender)
            : scheduler.ScheduleTellOnceCancelable(initialDelay, cell.Self, tick, sender);
        _timers[key] = new Timer(task, generation, repeat);
        if (cell.SystemImpl.Settings.DebugTimerScheduler)
        {
            cell.System.Log.Debug("Start timer [{0}] with generation [{1}]", key, generation);
        }
    }

    internal class TimerMessage(object key, object message, int generation, TimerScheduler owner)
        : IAutoReceivedMessage, INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public object Key { get; } = key;

        public object Message { get; } = message;

        public int Generation { get; } = generation;

        public TimerScheduler Owner { get; } = owner;

        public override string ToString() => $"TimerMsg(key={Key}, generation={Generation}, message={Message})";
    }

    private sealed class QuietTimerMessage(object key, object message, int generation, TimerScheduler owner)
        : TimerMessage(key, message, generation, owner), INotInfluenceReceiveTimeout;

    private readonly record struct Timer(ICancelable Task, int Generation, bool Repeat);
}
