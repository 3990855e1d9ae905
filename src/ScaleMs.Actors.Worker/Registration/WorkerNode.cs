using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Slots;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// A worker's side of the protocol with the master: registers, takes assignments, reports results and credit, and registers
/// again with the tasks it holds when the master is gone or does not know it.
/// </summary>
internal sealed partial class WorkerNode : BatchActor
{
    // Shorter than the time between building a module and submitting.
    private static readonly TimeSpan ModuleInterval = TimeSpan.FromMilliseconds(500);

    // Often enough for the master to see which tasks run, rare enough to cost next to nothing.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    // A running task is counted as running at most this late, even when no task runs that long.
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(1);

    // More than an accident or two, but few enough to leave a machine with several cores usable.
    private const int GivenUpThreads = 3;

    private readonly WorkerSettings _options;
    private readonly WorkerSlots _slots;
    private readonly MasterLocator _locator;
    private readonly TaskCompletionSource<WorkerExit> _exit;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ImmutableArray<IActorRef> _workers = [];
    private IActorRef _relay = ActorRefs.Nobody;
    private IActorRef _subTasks = ActorRefs.Nobody;
    private IActorRef _files = ActorRefs.Nobody;
    private SlotListener? _listener;
    private bool _released;
    private bool _recycling;

    /// <summary>A worker's actor.</summary>
    /// <param name="options">The worker's options.</param>
    /// <param name="slots">The worker's slots; they outlive this actor.</param>
    /// <param name="locator">Finds the master.</param>
    /// <param name="exit">Completed when the worker has no more work.</param>
    public WorkerNode(WorkerSettings options, WorkerSlots slots, MasterLocator locator, TaskCompletionSource<WorkerExit> exit)
        : base(options.Transfer)
    {
        (_options, _slots, _locator, _exit) = (options, slots, locator, exit);
        ReceiveRegistration();
        ReceiveWork();
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(WorkerSettings options, WorkerSlots slots, MasterLocator locator, TaskCompletionSource<WorkerExit> exit) =>
        Akka.Actor.Props.Create(() => new WorkerNode(options, slots, locator, exit));

    protected override void PreStart()
    {
        base.PreStart();
        _workers = [.. Enumerable.Range(0, _slots.Slots.Count).Select(number => Context.ActorOf(WorkerActor.Props(_slots, number, _options.Grace), $"slot-{number}"))];
        _relay = Context.ActorOf(RankRelay.Props(_slots.Ranks), RankRelay.Name);
        _subTasks = Context.ActorOf(SubTaskSession.Props(_slots.SubTasks, _locator, _options.Transfer), SubTaskSession.Name);
        _files = Context.ActorOf(FileDesk.Props(_slots.Files.Port, _slots.Files.Copies.Find, _slots.Files.Copies.Forget), FileDesk.Name);
        _slots.Files.Copies.Dropped = key => _files.Tell(new FileDesk.Dropped(key));
        _listener = new SlotListener(Self, _workers);
        _slots.Attach(_listener);
        Timers.StartPeriodicTimer(nameof(Report), Report.Instance, ReportInterval);
        Timers.StartPeriodicTimer(nameof(LookAtModules), LookAtModules.Instance, ModuleInterval);
        Register();
    }

    protected override void PostStop()
    {
        if (_exit.Task is { IsCompletedSuccessfully: true, Result.ExitCode: 0 } end)
        {
#pragma warning disable VSTHRD002 // It has a result.
            _pool?.Tell(new WorkerLeaving(_registration, end.Result.Reason));
#pragma warning restore VSTHRD002
        }

        if (_listener is not null)
        {
            _slots.Detach(_listener);
        }
    }

    private void ReceiveWork()
    {
        Receive<AssignBatch>(Take);
        Receive<Ended>(_ =>
        {
            _listener!.Heard();
            Flush();
        });
        Receive<ResultAck>(ack =>
        {
            foreach (var id in ack.Results)
            {
                _slots.Unacknowledged.Remove(id);
                _slots.Ranks.Acknowledged(id);
            }

            LeaveIfReleased();
        });
        Receive<CancelTasks>(cancel =>
        {
            foreach (var id in cancel.Tasks)
            {
                Cancel(id, cancel.WaitingOnly);
            }
        });
        Receive<Report>(_ => ReportState());
        Receive<AnnounceStartsNow>(_ => AnnounceStarts(again: false));
        Receive<StartsAcknowledged>(acknowledged => acknowledged.RegistrationId == _registration, LetBegin);
        Receive<LookAtModules>(_ => OnLookAtModules());
        Receive<TellCode>(_ => _pool?.Tell(new WorkerCodeChanged(_registration, _slots.Code) { Types = _slots.Types }));
        Receive<EndTask>(end => End(end.Task, end.Reason));
        Receive<EndSoon>(end => Timers.StartSingleTimer(end.Task, new GraceOver(end.Task, end.Reason), _options.Grace));
        Receive<GraceOver>(over => over.Task.End(over.Reason));
        Receive<ReadOutput>(Answer);
        Receive<WorkerLogged>(said => _log.Warning("{Text}", said.Text));
        Receive<SlotLogged>(said => _log.Warning("Slot {Slot}: {Text}", said.Slot, said.Text));
        Receive<WorkerActor.ThreadAbandoned>(_ => RecycleIfNeeded());
        Receive<ReleaseNode>(release =>
        {
            _log.Info("The master releases this worker: {Reason}", release.Reason);
            _released = true;
            LeaveIfReleased();
        });
    }

    /// <summary>
    /// Abandoned threads cost processor time and memory until the process ends. So a worker with several of them
    /// finishes its running tasks, leaves the rest to other workers, and restarts.
    /// </summary>
    private void RecycleIfNeeded()
    {
        if (_slots.Abandoned >= GivenUpThreads && !_recycling)
        {
            _recycling = true;
            _log.Warning("{Abandoned} threads are lost to tasks that do not end; this worker restarts when its other tasks have ended", _slots.Abandoned);
            foreach (var slot in _slots.Slots)
            {
                slot.Stop();
            }
        }
    }

    private void OnLookAtModules()
    {
        if (_slots.LookAtModules() is { } text)
        {
            _log.Info("{Text}", text);
        }
    }

    private void LeaveIfReleased()
    {
        if (_released && _slots.IsEmpty)
        {
            _exit.TrySetResult(new WorkerExit(0, "released by the master"));
        }
        else if (_recycling && _slots.NothingRuns)
        {
            _exit.TrySetResult(new WorkerExit(
                WorkerExit.Restart,
                $"{_slots.Abandoned} tasks did not end when told to and still occupy threads; scalems.worker.isolation = process confines such tasks"));
        }
    }

    /// <summary>Sent by slots, at most one at a time in the mailbox.</summary>
    private sealed record Ended
    {
        public static readonly Ended Instance = new();
    }

    /// <summary>Sent by slots: a task waits for the acknowledgement of its start.</summary>
    private sealed record AnnounceStartsNow
    {
        public static readonly AnnounceStartsNow Instance = new();
    }

    /// <summary>Sent by slots: the code of their functions is not the code that was registered.</summary>
    private sealed record TellCode
    {
        public static readonly TellCode Instance = new();
    }

    /// <summary>The master should have acknowledged by now.</summary>
    private sealed record EndTask(AckRow Task, EndReason Reason);

    /// <summary>Sent by slots: a rank has failed, and the others get the grace period.</summary>
    private sealed record EndSoon(RankedTask Task, EndReason Reason);

    private sealed record GraceOver(RankedTask Task, EndReason Reason);

    private sealed record WorkerLogged(string Text);

    private sealed record SlotLogged(int Slot, string Text);

    private sealed record LookAtModules
    {
        public static readonly LookAtModules Instance = new();
    }

    private sealed record Report
    {
        public static readonly Report Instance = new();
    }

    /// <summary>Forwards events from the slots' threads to the actors.</summary>
    private sealed class SlotListener(IActorRef node, ImmutableArray<IActorRef> workers) : ISlotListener
    {
        private int _told;

        public void ResultsReady()
        {
            if (Interlocked.Exchange(ref _told, 1) == 0)
            {
                node.Tell(Ended.Instance, ActorRefs.NoSender);
            }
        }

        public void TimedTaskStarted(Slot slot, RunningTask task) =>
            workers[slot.Number].Tell(new WorkerActor.Begun(task), ActorRefs.NoSender);

        public void StartsToAnnounce() => node.Tell(AnnounceStartsNow.Instance, ActorRefs.NoSender);

        public void EndRunning(Slot slot, RunningTask task, EndReason reason) =>
            workers[slot.Number].Tell(new WorkerActor.EndTask(task.Id, reason), ActorRefs.NoSender);

        public void EndRanks(RankedTask task, EndReason reason) => node.Tell(new EndTask(task.Id, reason), ActorRefs.NoSender);

        public void EndRanksSoon(RankedTask task, EndReason reason) => node.Tell(new EndSoon(task, reason), ActorRefs.NoSender);

        public void CodeChanged() => node.Tell(TellCode.Instance, ActorRefs.NoSender);

        public void Logged(Slot slot, string text) => node.Tell(new SlotLogged(slot.Number, text), ActorRefs.NoSender);

        public void Logged(string text) => node.Tell(new WorkerLogged(text), ActorRefs.NoSender);

        /// <summary>Must be called before results are taken, so that no later one goes unreported.</summary>
        public void Heard() => Volatile.Write(ref _told, 0);
    }
}
