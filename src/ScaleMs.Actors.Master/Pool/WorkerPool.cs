using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Telemetry;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// The registered workers, their credit and their attempts in flight. Decisions are made in <see cref="PoolState"/>; this class exchanges the messages.
/// </summary>
internal sealed partial class WorkerPool : BatchActor
{
    private readonly PoolState _state;
    private readonly PoolSettings _options;
    private readonly IActorRef _ledger;
    private IActorRef _provisioner = ActorRefs.Nobody;
    private readonly BatchMetrics _batches;
    private readonly WorkerMetrics _metrics;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PoolEffects _effects;
    private readonly List<Withdrawal> _undecided = [];
    private TimeSpan _started;
    private TimeSpan _cancelledAgain;
    private bool _released;
    private bool _broken;

    public WorkerPool(PoolSettings options, IActorRef ledger, PoolEffects effects)
        : base(options.Transfer)
    {
        _options = options;
        _effects = effects;
        _ledger = ledger;
        _state = new PoolState(options.MinWorkers);
        _batches = new BatchMetrics(options.MasterUid);
        _metrics = new WorkerMetrics(options.MasterUid);

        On<EnqueueAttempts>(OnEnqueue);
        On<ResultBatch>(OnResults);
        On<ResultAck>(OnWritten);
        On<CreditGrant>(OnCredit);
        On<TasksStarted>(OnStarted);
        On<WithdrawTasks>(OnWithdraw);
        On<RegisterWorker>(OnRegister);
        On<WorkerCodeChanged>(OnCodeChanged);
        On<Terminated>(OnTerminated);
        On<NodeUnreachable>(node => At(node.Address).ForEach(OnUnreachable));
        On<NodeReachable>(node => At(node.Address).ForEach(OnReachable));
        On<NodeGone>(gone => At(gone.Address).ForEach(node => Lose(node, gone.Reason)));
        On<CommandCall>(OnQuery);
        On<PoolReadLog>(OnReadLog);
        On<HeldClaimed>(OnClaimed);
        On<ExpectWorkers>(OnExpect);
        On<UseProvisioner>(use => _provisioner = use.Provisioner);
        On<ReleaseWorker>(OnReleaseOne);
        On<WorkerLeaving>(OnLeaving);
        On<AskLoad>(_ => _effects.Tell(Sender, new PoolLoad(_state.WantedSlots, _state.Nodes.Sum(static node => node.Slots), _state.Nodes.Where(static node => node.InFlight == 0).Select(static node => node.Uid).ToHashSet(StringComparer.Ordinal))));
        On<ReleaseAllWorkers>(OnRelease);
        On<Tick>(_ => OnTick());
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(PoolSettings options, IActorRef ledger, PoolEffects? effects = null) =>
        Akka.Actor.Props.Create(() => new WorkerPool(options, ledger, effects ?? new PoolEffects()));

    protected override void PreStart()
    {
        base.PreStart();
        _started = Now;
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _options.Tick);
    }

    protected override void PostStop() => _metrics.Close();

    /// <summary>
    /// A handler runs as one transition: its messages leave together when it is complete. If it fails, none leaves, and the master
    /// ends with the reason, because the pool may be left in the middle of a change.
    /// </summary>
    private void On<T>(Action<T> handle) => Receive<T>(message =>
    {
        if (_broken)
        {
            return;
        }

        try
        {
            handle(message);
            _effects.Leave(Send);
        }
        catch (Exception error)
        {
            _effects.Discard();
            _broken = true;
            throw error is BrokenInvariantException ? error : new BrokenInvariantException($"the master could not handle {typeof(T).Name}: {error.GetType().FullName}: {error.Message}", error);
        }
    });

    private void Send(IActorRef to, object message)
    {
        if (message is IBatch batch)
        {
            Channel.Tell(to, batch);
        }
        else
        {
            to.Tell(message);
        }
    }

    private void OnEnqueue(EnqueueAttempts enqueue)
    {
        foreach (var attempt in enqueue.Attempts)
        {
            _state.Enqueue(attempt);
        }

        AssignAll();
    }

    private void OnResults(ResultBatch batch)
    {
        _batches.Received(batch);
        var node = _state.Find(Sender);
        if (node is not null)
        {
            TakeCode(node, batch);
        }

        List<AckRow>? dropped = null;
        HashSet<AckRow>? parts = null;
        foreach (ref readonly var row in batch.Results.AsSpan())
        {
            var id = new AckRow(row.Key, row.Attempt);
            var use = _state.FinishPart(row, node, _options.Transfer.Max, out var whole);
            if (use != PartUse.None)
            {
                (parts ??= []).Add(id);
            }

            if (use == PartUse.Completes)
            {
                _effects.Tell(_ledger, new WorkerResults(Self, whole.Workers, new ResultBatch([whole.Result])));
            }

            if (use == PartUse.Dropped || (use == PartUse.None && !_state.Finish(row, node)))
            {
                (dropped ??= []).Add(id);
            }
        }

        if (dropped is not null)
        {
            // Before anything is assigned: a worker takes no attempt whose result it still holds.
            _effects.Tell(Sender, new ResultAck([.. dropped]));
            CancelOrphans();
        }

        if (dropped is not null || parts is not null)
        {
            batch = new ResultBatch(batch.Results.RemoveAll(row => new AckRow(row.Key, row.Attempt) is var id && (dropped?.Contains(id) == true || parts?.Contains(id) == true)));
        }

        _effects.Tell(_ledger, new WorkerResults(Sender, node?.Name ?? Sender.Path.Address.ToString(), batch));
        if (dropped is not null)
        {
            // Handed back, they go to other nodes.
            AssignAll();
        }
        else if (node is not null)
        {
            AssignTo(node);
        }
    }

    /// <summary>Results of spread tasks are written. Those of single workers the ledger acknowledges to them.</summary>
    private void OnWritten(ResultAck ack)
    {
        foreach (var id in ack.Results)
        {
            foreach (var worker in _state.Acknowledged(id))
            {
                _effects.Tell(worker, new ResultAck([id]));
            }
        }
    }

    /// <summary>Gives the node what it has room for.</summary>
    private void AssignTo(PoolNode node)
    {
        _state.Now = Now;
        if (_state.Assign(node))
        {
            Flush();
        }
        else
        {
            Flush(node);
        }
    }

    private void OnCredit(CreditGrant grant)
    {
        if (_state.Find(grant.RegistrationId) is not { } node)
        {
            _effects.Tell(Sender, new WorkerUnknown(grant.RegistrationId));
            return;
        }

        _state.Grant(node, grant, Now);
        AssignTo(node);
    }

    private void OnStarted(TasksStarted started)
    {
        if (_state.Find(started.RegistrationId) is not { } node)
        {
            _effects.Tell(Sender, new WorkerUnknown(started.RegistrationId));
            return;
        }

        node.Running = started.Running ?? node.Running;
        _effects.Tell(_ledger, new AttemptsStarted(
            [.. started.Tasks.Select(static row => new StartedTask(row.Task.Key, row.Task.Attempt, row.StartedMicroseconds))]));
        if (started.MustBeAcknowledged)
        {
            // Whatever this pool tells the ledger from now on arrives there after the start.
            _effects.Tell(Sender, new StartsAcknowledged(started.RegistrationId, [.. started.Tasks.Select(static row => row.Task)]));
        }
    }

    private void OnReadLog(PoolReadLog read)
    {
        if (_state.NodeOf(read.Attempt) is { } node)
        {
            Context.ActorOf(OutputRequest.Props(node.Actor, read));
        }
        else
        {
            _effects.Tell(read.Request.Handler, new CommandFinished(read.Request, OutputRequest.Nothing(read)));
        }
    }

    private void AssignAll()
    {
        Decide();
        RefuseUnschedulable();
        _state.Now = Now;
        _state.Assign();
        Flush();
    }

    private void RefuseUnschedulable()
    {
        var attempts = _state.TakeUnschedulable();
        foreach (var equal in attempts.GroupBy(static attempt => TaskShape.Of(attempt.Task) with { Time = 0 }))
        {
            _effects.Tell(_ledger, new AttemptsUnschedulable(_state.Placement.Problem(equal.Key, _state.Nodes.Count), [.. equal]));
        }
    }

    private void OnQuery(CommandCall query) => _effects.Tell(_ledger, query with { Workers = [.. _state.Nodes.Select(static node => node.Status)] });

    private void OnRelease(ReleaseAllWorkers release)
    {
        _released = true;
        foreach (var node in _state.Nodes)
        {
            _effects.Tell(node.Actor, new ReleaseNode(release.Reason));
        }

        TellGone(_state.Nodes.Select(static node => node.Process));

        _effects.Tell(Sender, WorkersReleased.Instance);
    }

    private void OnReleaseOne(ReleaseWorker release)
    {
        foreach (var node in _state.Nodes.Where(node => node.Uid == release.Uid))
        {
            _log.Info("Worker {Worker} is released: {Reason}", node.Name, release.Reason);
            _state.Release(node);
            _effects.Tell(node.Actor, new ReleaseNode(release.Reason));
        }
    }

    private void OnTick()
    {
        var now = Now;
        _metrics.Update(_state.Nodes);
        if (_state.Expected.Count > 0 && now - _started > _options.RecoveryWait)
        {
            _log.Warning("{Workers} workers from before have not come back; what they may hold is given to others", _state.Expected.Count);
            TellGone(_state.Expected.Select(static process => Guid.TryParse(process, out var id) ? id : Guid.Empty));
            _state.ExpectNobody();
            TellWorkers();
            AssignAll();
        }

        if (!_state.HasMinWorkers && now - _started > _options.MinWorkersDeadline)
        {
            _effects.Tell(Context.Parent, new MasterFailed(
                $"{_state.Nodes.Count} of {_options.MinWorkers} workers registered within {_options.MinWorkersDeadline.TotalSeconds:0.###} s "
                + "(scalems.master.min-workers, scalems.master.min-workers-deadline)"));
            _started = TimeSpan.MaxValue;
        }

        if (_state.GiveUpGone(now))
        {
            // Also what can run elsewhere now: a type that only the lost node had may be a Python module.
            AssignAll();
        }

        if (now - _cancelledAgain >= _options.ReassignAfter)
        {
            _cancelledAgain = now;
            foreach (var node in _state.Nodes)
            {
                CancelAgain(node);
            }
        }

        foreach (var node in _state.Nodes.ToList())
        {
            node.ForgetPaceIfIdle(now);
            if (node.ForgetHandedBack())
            {
                AssignTo(node);
            }

            if (node.UnreachableSince is { } since && now - since >= _options.LostAfter)
            {
                Lose(node, $"it could not be reached for {_options.LostAfter.TotalSeconds:0.###} s");
            }
            else if (node.SentRows > node.ReceivedRows && now - node.LastProgress >= _options.ReassignAfter && !Channel.IsSendingTo(node.Actor))
            {
                SendAgain(node);
            }
        }
    }

    /// <summary>Assignments were lost with a connection. It is not known which; the worker ignores those that it already has.</summary>
    private void SendAgain(PoolNode node)
    {
        var flights = _state.FlightsAt(node).ToList();
        node.SentAgain(flights.Count, Now);
        foreach (var batch in AssignBatches.Of(flights))
        {
            _batches.Sent(batch);
            _effects.Tell(node.Actor, batch);
        }
    }

    private void Flush()
    {
        foreach (var node in _state.Nodes)
        {
            Flush(node);
        }
    }

    private void Flush(PoolNode node)
    {
        if (node.Outbox.Count == 0)
        {
            return;
        }

        // The ledger is told first, so that it knows every attempt whose result it may receive.
        _effects.Tell(_ledger, new AttemptsAssigned(node.Name, [.. node.Outbox.Where(static assignment => assignment.Leads).Select(static assignment => assignment.TaskAttempt)]));
        foreach (var batch in AssignBatches.Of(node.Outbox))
        {
            _batches.Sent(batch);
            _effects.Tell(node.Actor, batch);
        }

        node.Sent(node.Outbox.Count, Now);
        node.Outbox.Clear();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
