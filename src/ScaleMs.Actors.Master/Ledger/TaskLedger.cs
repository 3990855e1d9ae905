using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Telemetry;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// The only owner of task state: who submitted what, what became of it, and who wants to know. Everything it decides is in
/// <see cref="LedgerState"/>; here are the messages.
/// </summary>
internal sealed partial class TaskLedger : ReceiveActor, IWithTimers
{
    // The queue's time-outs and pauses before retries are exact to this.
    private static readonly TimeSpan ClockInterval = TimeSpan.FromMilliseconds(50);

    private readonly LedgerState _state;
    private readonly LedgerJournal? _journal;
    private readonly LedgerOptions _options;
    private readonly CommitGate _gate;
    private readonly BatchTransfers _transfers;
    private readonly BatchMetrics _batches;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DateTimeOffset _started = Context.System.Scheduler.Now;
    private IActorRef _pool = ActorRefs.Nobody;
    private long _written;

    /// <summary>A ledger with what its journal tells of, if it has one.</summary>
    public TaskLedger(LedgerOptions options, LedgerState state, LedgerJournal? journal)
    {
        (_options, _state, _journal) = (options, state, journal);
        _transfers = new BatchTransfers(Context.System, options.Transfer, _log);
        _gate = new CommitGate(Send);
        _batches = new BatchMetrics(options.MasterUid);
        On<UsePool>(OnPool, Nothing);
        On<SubmitBatch>(OnSubmit, RefuseBatch);
        On<WorkerResults>(OnResults, Nothing);
        On<TicketsAssigned>(OnAssigned, Nothing);
        On<TicketsStarted>(OnStarted, Nothing);
        On<TicketsLost>(OnLost, Nothing);
        On<TicketsUnschedulable>(OnUnschedulable, Nothing);
        On<TasksWithdrawn>(OnWithdrawn, Nothing);
        On<ClaimHeld>(OnClaim, Nothing);
        On<WorkersChanged>(OnWorkers, Nothing);
        ReceiveClients();
        ReceiveCommands();
        On<Clock>(_ => OnClock(), Nothing);
        On<Tick>(_ => OnTick(), Nothing);
        Receive<BatchPart>(OnPart);
        Receive<PartCredit>(_transfers.OnCredit);
        Receive<BatchTransfers.Tick>(_ => _transfers.OnTick());
        Receive<Committed>(committed => _gate.Committed(committed.UpTo));
        Receive<JournalFailed>(failed => Context.Parent.Tell(new MasterFailed(failed.Reason)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LedgerOptions options, LedgerState state, LedgerJournal? journal) =>
        Akka.Actor.Props.Create(() => new TaskLedger(options, state, journal));

    protected override void PreStart()
    {
        _state.Metrics = new TaskMetrics(_options.MasterUid, _state);
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _options.ResendAfter / 2);
        Timers.StartPeriodicTimer(Clock.Instance, Clock.Instance, ClockInterval);
        Timers.StartPeriodicTimer(BatchTransfers.Tick.Instance, BatchTransfers.Tick.Instance, BatchTransfers.TickInterval);
        if (_journal is null)
        {
            _log.Info("There is no journal: what is not finished when this process ends has to be submitted again");
            return;
        }

        if (_journal.LogFinding is { } finding)
        {
            _log.Warning("The journal {Journal} is not whole: {Finding}. What was committed behind that is lost; with scalems.journal-sync = full this stops the start", _journal.Path, finding);
        }

        var self = Self;
        _journal.Start(
            upTo => self.Tell(new Committed(upTo), ActorRefs.NoSender),
            error => self.Tell(new JournalFailed(error.Message), ActorRefs.NoSender),
            new JournalMetrics(_options.MasterUid));
        _log.Info("The journal is {Journal}; it brought back {Tasks} tasks, {Unfinished} of them unfinished", _journal.Path, _state.Count, _state.Unfinished);
    }

    protected override void PostStop()
    {
        _journal?.Close();
        _state.Metrics?.Dispose();
    }

    /// <summary>A handler that fails answers its message, and the ledger goes on with the state it had reached.</summary>
    private void On<T>(Action<T> handle, Action<T, string> refuse) => Receive<T>(message =>
    {
        var now = Context.System.Scheduler.Now;
        _state.Now = TaskTimestamps.ToMicroseconds(now);
        try
        {
            handle(message);
        }
        catch (Exception error) when (error is not BrokenInvariantException)
        {
            refuse(message, $"the master could not handle {typeof(T).Name}: {error.GetType().FullName}: {error.Message}");
            throw;
        }
        finally
        {
            CheckDrained(now);
            Flush();
        }
    });

    private static void Nothing<T>(T message, string error)
    {
        // Nobody waits for an answer; the supervisor logs the error.
    }

    private void OnPart(BatchPart part)
    {
        if (_transfers.OnPart(part, Sender, Context.Parent) is { } batch)
        {
            Self.Forward(batch);
        }
    }

    private void Send(IActorRef to, object message, IActorRef sender)
    {
        if (message is IBatch batch)
        {
            _transfers.Tell(to, batch, sender);
        }
        else
        {
            to.Tell(message, sender);
        }
    }

    /// <summary>Tells when what the current message has changed is written down.</summary>
    private void Tell(IActorRef to, object message) => _gate.Tell(to, message, Context.Parent);

    private void OnPool(UsePool use)
    {
        _pool = use.Pool;
        if (!_state.WorkersBefore.IsEmpty && _state.Unfinished > 0)
        {
            _pool.Tell(new ExpectWorkers(_state.WorkersBefore));
        }
    }

    private void OnWorkers(WorkersChanged changed)
    {
        _state.Code.SetCurrent(changed.Code);
        _journal?.Write(changed.Processes);
    }

    private void OnResults(WorkerResults results)
    {
        var rows = results.Batch.Results;
        var acks = new List<AckRow>(rows.Length);
        foreach (ref readonly var row in rows.AsSpan())
        {
            if (_state.OnResult(row, results.Worker))
            {
                acks.Add(new AckRow(row.Key, row.Attempt));
            }
        }

        Tell(results.Node, new ResultAck(ImmutableCollectionsMarshal.AsImmutableArray(acks.ToArray())));
    }

    private void OnAssigned(TicketsAssigned assigned)
    {
        foreach (var ticket in assigned.Tickets)
        {
            _state.OnAssigned(ticket, assigned.Worker);
        }
    }

    private void OnStarted(TicketsStarted started)
    {
        foreach (ref readonly var task in started.Tasks.AsSpan())
        {
            _state.OnStarted(task);
        }
    }

    private void OnLost(TicketsLost lost)
    {
        foreach (var ticket in lost.Tickets)
        {
            _state.OnLost(ticket, lost.Worker, lost.Reason);
        }
    }

    private void OnUnschedulable(TicketsUnschedulable unschedulable)
    {
        foreach (var ticket in unschedulable.Tickets)
        {
            _state.OnUnschedulable(ticket, unschedulable.Reason);
        }
    }

    private void OnWithdrawn(TasksWithdrawn withdrawn)
    {
        foreach (var task in withdrawn.Tasks)
        {
            _state.OnWithdrawn(task);
        }
    }

    private void OnClaim(ClaimHeld claim)
    {
        var claimed = new HeldClaimed(claim.Node, claim.Held, [.. _state.Claim(claim.Held)]);
        TellPool();
        _pool.Tell(claimed);
    }

    private void OnClock()
    {
        if (_state.NextDeadline <= _state.Now)
        {
            _state.OnTime();
        }

        if (_journal is not null && _state.Journal.IsEmpty)
        {
            _journal.Compact();
        }
    }

    private void OnTick()
    {
        _state.Resend(_state.Now - (long)_options.ResendAfter.TotalMicroseconds);
        _state.ForgetOld();
        CheckClients();
    }

    /// <summary>Tells others what the current message has changed.</summary>
    private void Flush()
    {
        foreach (var session in _state.ToSend)
        {
            Send(session);
        }

        _state.ToSend.Clear();
        foreach (var (subscriber, change) in _state.ToAnnounce)
        {
            Tell(subscriber, change);
        }

        _state.ToAnnounce.Clear();
        foreach (var (client, submission) in _state.ToDispossess)
        {
            Tell(client, new SubmissionLost(submission, LedgerState.Taken(submission)));
        }

        _state.ToDispossess.Clear();
        if (_journal is not null && !_state.Journal.IsEmpty)
        {
            _written = _journal.Write(_state.Journal, _state.Now);
        }

        _gate.Close(_written);
        TellPool();
    }

    private void TellPool()
    {
        // A run may begin before its task is written down: at worst the task is run again, for a client that has no answer yet.
        if (_state.ToEnqueue.Count > 0)
        {
            _pool.Tell(new EnqueueTickets([.. _state.ToEnqueue]));
            _state.ToEnqueue.Clear();
        }

        if (_state.ToWithdraw.Count > 0)
        {
            _pool.Tell(new WithdrawTasks([.. _state.ToWithdraw]));
            _state.ToWithdraw.Clear();
        }
    }

    private sealed record Committed(long UpTo);

    private sealed record JournalFailed(string Reason);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Clock
    {
        public static readonly Clock Instance = new();
    }
}
