using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// Supervises one slot: ends its task on cancellation or timeout, and abandons the task when it does not respond.
/// The task itself runs on the slot's thread, so this actor always answers.
/// </summary>
internal sealed class WorkerActor : ReceiveActor, IWithTimers
{
    private readonly ISlotHost _slots;
    private readonly int _number;
    private readonly TimeSpan _grace;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public WorkerActor(ISlotHost slots, int number, TimeSpan grace)
    {
        (_slots, _number, _grace) = (slots, number, grace);
        Receive<Begun>(begun => WatchTime(begun.Task));
        Receive<TimeUp>(up => End(up.Task, EndReason.Timeout(up.Task.Row.TimeoutMilliseconds)));
        Receive<EndTask>(end =>
        {
            if (Slot.Begun.FirstOrDefault(task => task.Id == end.Task) is { } begun)
            {
                End(begun, end.Reason);
            }
        });
        Receive<GraceOver>(over => Abandon(over.Task));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A spare slot that has stopped is replaced by a new one.</summary>
    private Slot Slot => _slots.Slots[_number];

    public static Props Props(ISlotHost slots, int number, TimeSpan grace) =>
        Akka.Actor.Props.Create(() => new WorkerActor(slots, number, grace));

    protected override void PreStart()
    {
        // The slot may be older than this actor, and the time of its task already running.
        foreach (var task in Slot.Begun)
        {
            WatchTime(task);
            if (task.Reason is not null)
            {
                WatchGrace(task);
            }
        }
    }

    private void WatchTime(RunningTask task)
    {
        if (task.Row.TimeoutMilliseconds <= 0)
        {
            return;
        }

        var begun = DateTimeOffset.UnixEpoch.AddTicks(task.StartedMicroseconds * TimeSpan.TicksPerMicrosecond);
        var left = begun.AddMilliseconds(task.Row.TimeoutMilliseconds) - Context.System.Scheduler.Now;
        // One timer for the task that runs, and one for each that waits: most tasks end long before their time.
        object key = Slot.Waiting.Count == 0 ? nameof(TimeUp) : (nameof(TimeUp), task);
        Timers.StartSingleTimer(key, new TimeUp(task), left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private void End(RunningTask task, EndReason reason)
    {
        if (Slot.Begun.Contains(task) && Slot.End(task, reason))
        {
            WatchGrace(task);
        }
    }

    private void WatchGrace(RunningTask task) => Timers.StartSingleTimer(task, new GraceOver(task), Slot.Patience(task, _grace));

    private void Abandon(RunningTask task)
    {
        if (!_slots.Abandon(Slot, task))
        {
            return;
        }

        if (Slot.LeavesThreads)
        {
            _log.Warning(
                "Task {Uid} in slot {Slot} did not end when told to; its thread is abandoned, {Abandoned} so far",
                task.Row.Uid,
                Slot.Number,
                _slots.Abandoned);
            Context.Parent.Tell(ThreadAbandoned.Instance);
        }
        else
        {
            _log.Info("Task {Uid} in slot {Slot} did not end when told to; its process is killed", task.Row.Uid, Slot.Number);
        }
    }

    /// <summary>A task with a time limit has begun in the slot.</summary>
    internal sealed record Begun(RunningTask Task);

    /// <summary>Ends this task, if it is the one that runs here.</summary>
    internal sealed record EndTask(AckRow Task, EndReason Reason);

    /// <summary>To the parent: a thread of this process is lost to an unresponsive task.</summary>
    internal sealed record ThreadAbandoned
    {
        public static readonly ThreadAbandoned Instance = new();
    }

    private sealed record TimeUp(RunningTask Task);

    private sealed record GraceOver(RunningTask Task);
}
