using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Telemetry;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// The only owner of task state: submitters, outcomes, subscribers. Decisions are made in
/// <see cref="LedgerState"/>; this class exchanges the messages.
/// </summary>
internal sealed partial class TaskLedger : BatchActor
{
    // Resolution of queue timeouts and of pauses before retries.
    private static readonly TimeSpan ClockInterval = TimeSpan.FromMilliseconds(50);

    // After that time without a question nothing is remembered for observers any more.
    private static readonly TimeSpan ObserverPatience = TimeSpan.FromMinutes(1);

    private readonly LedgerState _state;
    private readonly LedgerJournal? _journal;
    private readonly LedgerSettings _options;
    private readonly AnswerOrder _answers;
    private readonly Drain _drain;
    private readonly CommitGate _gate;
    private readonly BatchMetrics _batches;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DateTimeOffset _started = Context.System.Scheduler.Now;
    private IActorRef _pool = ActorRefs.Nobody;
    private IActorRef? _keeper;
    private long _written;
    private string? _broken;

    /// <summary>A ledger with the tasks of its journal, if it has one.</summary>
    public TaskLedger(LedgerSettings options, LedgerState state, LedgerJournal? journal)
        : base(options.Transfer, Context.Parent)
    {
        (_options, _state, _journal) = (options, state, journal);
        _drain = new Drain(state, options.AckPatience);
        _answers = new AnswerOrder(Send);
        _gate = new CommitGate(_answers.Send);
        _batches = new BatchMetrics(options.MasterUid);
        On<UsePool>(OnPool);
        On<UseFiles>(OnFiles);
        On<SubmitBatch>(OnSubmit);
        On<WorkerResults>(OnResults);
        On<AttemptsAssigned>(OnAssigned);
        On<AttemptsStarted>(OnStarted);
        On<AttemptsLost>(OnLost);
        On<AttemptsUnschedulable>(OnUnschedulable);
        On<TasksWithdrawn>(OnWithdrawn);
        On<ClaimHeld>(OnClaim);
        On<WorkersChanged>(OnWorkers);
        On<LaunchesChanged>(changed =>
        {
            _state.Effects.Journal.Launched(changed.Record);
            Tell(Sender, new LaunchesWritten(changed.Version));
        });
        ReceiveClients();
        ReceiveCommands();
        On<Clock>(_ => OnClock());
        On<Tick>(_ => OnTick());
        Receive<AnswerSent>(sent => _answers.Sent(sent.Finished));
        Receive<Committed>(committed => _gate.Committed(committed.UpTo));
        Receive<JournalFailed>(failed => Context.Parent.Tell(new MasterFailed(failed.Reason)));
    }

    public static Props Props(LedgerSettings options, LedgerState state, LedgerJournal? journal) =>
        Akka.Actor.Props.Create(() => new TaskLedger(options, state, journal));

    protected override void PreStart()
    {
        base.PreStart();
        BeginTelemetry();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _options.ResendAfter / 2);
        Timers.StartPeriodicTimer(Clock.Instance, Clock.Instance, ClockInterval);
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
            new JournalMetrics(_options.MasterUid, _options.TracedShare));
        _log.Info("The journal is {Journal}; it brought back {Tasks} tasks, {Unfinished} of them unfinished", _journal.Path, _state.Tasks.Count, _state.Tasks.Unfinished);
    }

    protected override void PostStop()
    {
        _journal?.Close();
        _state.Attempts.Telemetry?.Close(TaskTimestamps.ToMicroseconds(Context.System.Scheduler.Now));
    }

    private void BeginTelemetry()
    {
        var traces = new TaskTraces(_options.MasterUid, _options.TracedShare, _state.Tasks);
        _state.Attempts.Telemetry = new TaskTelemetry(new TaskMetrics(_options.MasterUid, _state.Tasks), traces);
        _state.Acceptance.Traces = traces;
        foreach (var task in _state.Tasks.Unfinished > 0 ? _state.Tasks.All.Where(static task => !task.IsFinal) : [])
        {
            traces.Accepted(task);
        }
    }

    /// <summary>
    /// A handler runs as one transition: its changes are written and its messages sent when it is complete. A failed handler writes and sends
    /// nothing. If it only reads, its message is answered with the failure and the ledger continues. If it may have changed a part of
    /// the state, the master ends with the reason: the journal has the state before it.
    /// </summary>
    /// <param name="handle">The handler.</param>
    /// <param name="refusal">The answer to a message that fails; null = none is expected.</param>
    /// <param name="reads">True for a message that changes nothing; null = any message may.</param>
    private void On<T>(Action<T> handle, Func<T, string, (IActorRef To, object Message)>? refusal = null, Predicate<T>? reads = null) => Receive<T>(message =>
    {
        if (_broken is not null)
        {
            Refuse(message, _broken, refusal);
            return;
        }

        var now = Context.System.Scheduler.Now;
        _state.Effects.Now = TaskTimestamps.ToMicroseconds(now);
        try
        {
            handle(message);
            CheckDrained(now);
            Complete();
        }
        catch (Exception error)
        {
            _state.Effects.Discard();
            var reason = error is BrokenInvariantException ? error.Message : $"the master could not handle {typeof(T).Name}: {error.GetType().FullName}: {error.Message}";
            Refuse(message, reason, refusal);
            if (reads?.Invoke(message) == true)
            {
                _log.Error(error, "A {Message} failed", typeof(T).Name);
                return;
            }

            _broken = reason;
            throw new BrokenInvariantException(reason, error);
        }
    });

    private static void Refuse<T>(T message, string reason, Func<T, string, (IActorRef To, object Message)>? refusal)
    {
        if (refusal?.Invoke(message, reason) is var (to, answer))
        {
            to.Tell(answer, Context.Parent);
        }
    }

    private void Send(IActorRef to, object message)
    {
        if (message is IBatch batch)
        {
            Channel.Tell(to, batch);
        }
        else
        {
            to.Tell(message, Context.Parent);
        }
    }

    /// <summary>Sends a message once the changes of the current transition are committed.</summary>
    private void Tell(IActorRef to, object message) => _state.Effects.Tell(to, message);

    /// <summary>Answers a command once the changes of the current transition are committed.</summary>
    private void Answer(CommandRequest request, object answer) => Tell(request.Handler, new CommandFinished(request, answer) { Confirm = Self });

    private static (IActorRef To, object Message) Failed(CommandRequest request, string reason) =>
        (request.Handler, new CommandFinished(request, CommandRecords.Failed(request.Uid, reason)));

    private void OnPool(UsePool use)
    {
        _pool = use.Pool;
        if (!_state.Recovery.WorkersBefore.IsEmpty && _state.Tasks.Unfinished > 0)
        {
            _state.Effects.TellPool(new ExpectWorkers(_state.Recovery.WorkersBefore));
        }
    }

    private void OnFiles(UseFiles use)
    {
        // The sums include what has changed in this transition.
        _state.Effects.FileUses.Clear();
        _keeper = use.Keeper;
        if (_state.Files.Totals.ToImmutableArray() is { IsEmpty: false } totals)
        {
            Tell(_keeper, new FileUses(totals));
        }
    }

    private void OnWorkers(WorkersChanged changed)
    {
        _state.Code.SetCurrent(changed.Code);
        _state.Effects.Journal.Registered(changed.Processes);
    }

    private void OnResults(WorkerResults results)
    {
        var rows = results.Batch.Results;
        var acks = new List<AckRow>(rows.Length);
        foreach (ref readonly var row in rows.AsSpan())
        {
            if (_state.Attempts.OnResult(row, results.Worker))
            {
                acks.Add(new AckRow(row.Key, row.Attempt));
            }
        }

        Tell(results.Node, new ResultAck(ImmutableCollectionsMarshal.AsImmutableArray(acks.ToArray())));
    }

    private void OnAssigned(AttemptsAssigned assigned)
    {
        foreach (var attempt in assigned.Attempts)
        {
            _state.Attempts.OnAssigned(attempt, assigned.Worker);
        }
    }

    private void OnStarted(AttemptsStarted started)
    {
        foreach (ref readonly var task in started.Tasks.AsSpan())
        {
            _state.Attempts.OnStarted(task);
        }
    }

    private void OnLost(AttemptsLost lost)
    {
        foreach (var attempt in lost.Attempts)
        {
            _state.Attempts.OnLost(attempt, lost.Worker, lost.Reason, lost.IsCounted);
        }
    }

    private void OnUnschedulable(AttemptsUnschedulable unschedulable)
    {
        foreach (var attempt in unschedulable.Attempts)
        {
            _state.Attempts.OnUnschedulable(attempt, unschedulable.Reason);
        }
    }

    private void OnWithdrawn(TasksWithdrawn withdrawn)
    {
        foreach (var task in withdrawn.Tasks)
        {
            _state.Attempts.OnWithdrawn(task);
        }
    }

    private void OnClaim(ClaimHeld claim) => _state.Effects.TellPool(new HeldClaimed(claim.RegistrationId, claim.Held, [.. _state.Attempts.Claim(claim.Held)]));

    private void OnClock()
    {
        if (_state.Deadlines.Next <= _state.Effects.Now)
        {
            _state.Due.OnTime();
        }

        if (_journal is not null && _state.Effects.Journal.IsEmpty)
        {
            _journal.Compact();
        }
    }

    private void OnTick()
    {
        _state.Delivery.Resend(_state.Effects.Now - (long)_options.ResendAfter.TotalMicroseconds);
        _state.Retention.EvictOld();
        if (_state.Activity is { } activity && _state.Effects.Now - activity.AskedAt > (long)ObserverPatience.TotalMicroseconds)
        {
            _state.Activity = null;
        }

        _state.Acceptance.Traces?.Tick(_state.Effects.Now);
        CheckClients();
    }

    /// <summary>Writes the changes of the current transition and sends its messages.</summary>
    private void Complete()
    {
        var effects = _state.Effects;
        foreach (var session in effects.Sending)
        {
            Send(session);
        }

        foreach (var (subscriber, change) in effects.Announced)
        {
            Tell(subscriber, change);
        }

        foreach (var (client, submission) in effects.Displaced)
        {
            Tell(client, new SubmissionLost(submission, ClientSessions.Taken(submission)));
        }

        if (_keeper is not null && effects.FileUses.Count > 0)
        {
            // Once committed: a file given up too early would be missing after a restart.
            Tell(_keeper, new FileUses([.. effects.FileUses]));
        }

        if (_journal is not null && !effects.Journal.IsEmpty)
        {
            _written = _journal.Write(effects.Journal, _state.Effects.Now);
        }

        // Nothing can fail from here on: all is encoded, and sending to an actor cannot fail.
        _gate.Pass(effects.Told, _written);
        TellPool(effects);
        foreach (var (to, message) in effects.ToldAtOnce)
        {
            to.Tell(message, Context.Parent);
        }

        effects.Discard();
    }

    private void TellPool(LedgerEffects effects)
    {
        // A run may begin before its task is committed: at worst it runs again, for a client that has no answer yet.
        if (effects.Enqueued.Count > 0)
        {
            _pool.Tell(new EnqueueAttempts([.. effects.Enqueued]));
        }

        if (effects.Withdrawn.Count > 0)
        {
            _pool.Tell(new WithdrawTasks([.. effects.Withdrawn]));
        }

        effects.ToPool.ForEach(_pool.Tell);
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
