using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Commands;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Workers.Pool;

namespace ScaleMs.Actors.Tasks;

/// <summary>
/// The only owner of task state: who submitted what, what became of it, and who wants to know. Everything it decides is in
/// <see cref="LedgerState"/>; here are the messages.
/// </summary>
internal sealed class TaskLedger : ReceiveActor, IWithTimers
{
    private readonly LedgerState _state;
    private readonly LedgerOptions _options;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<string> _dropped = [];
    private IActorRef _pool = ActorRefs.Nobody;
    private IActorRef? _drainer;
    private DateTimeOffset _unfinishedUntil;

    public TaskLedger(LedgerOptions options)
    {
        _options = options;
        _state = new LedgerState(options.Limits);

        On<UsePool>(use => _pool = use.Pool, Nothing);
        On<SubmitBatch>(OnSubmit, RefuseBatch);
        On<AddTask>(OnAdd, (add, error) => RefuseTask(add, error));
        On<WorkerResults>(OnResults, Nothing);
        On<TicketsAssigned>(OnAssigned, Nothing);
        On<TicketsStarted>(OnStarted, Nothing);
        On<ResultAck>(OnAck, Nothing);
        On<TicketsLost>(OnLost, Nothing);
        On<TicketsUnschedulable>(OnUnschedulable, Nothing);
        On<TasksWithdrawn>(OnWithdrawn, Nothing);
        On<AttachSession>(OnAttach, (attach, error) => attach.Client.Tell(new Refused(error)));
        On<CloseSession>(close => Unwatch(_state.Close(close.Session)), Nothing);
        On<Terminated>(gone => _state.Detach(gone.ActorRef), Nothing);
        On<LedgerQuery>(OnQuery, (query, error) => query.Asker.Tell(CommandRecords.Failed(query.CommandUid, error)));
        On<LedgerCancel>(OnCancel, (cancel, error) => cancel.Asker.Tell(CommandRecords.Failed(cancel.CommandUid, error)));
        On<DrainLedger>(OnDrain, Nothing);
        On<EndSessions>(OnEnd, Nothing);
        On<Tick>(_ => OnTick(), Nothing);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LedgerOptions options) => Akka.Actor.Props.Create(() => new TaskLedger(options));

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _options.ResendAfter / 2);

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
            Flush();
        }

        CheckDrained(now);
    });

    private static void Nothing<T>(T message, string error)
    {
        // Nobody waits for an answer; the supervisor logs the error.
    }

    private void OnSubmit(SubmitBatch batch)
    {
        var session = _state.SessionOf(batch.Session, Sender);
        Context.Watch(session.Actor!);
        ImmutableArray<RefusedRow>.Builder? refused = null;
        var first = int.MaxValue;
        foreach (ref readonly var row in batch.Tasks.AsSpan())
        {
            first = Math.Min(first, row.Key.Index);
            var reason = row.Key.Submission == batch.Submission
                ? _state.Accept(session, row)
                : $"the task is of submission {row.Key.Submission}, its batch of {batch.Submission}";
            if (reason is not null)
            {
                refused ??= ImmutableArray.CreateBuilder<RefusedRow>();
                refused.Add(new RefusedRow(row.Key.Index, reason));
            }
        }

        Sender.Tell(new AcceptedBatch(
            batch.Submission, batch.Tasks.IsEmpty ? 0 : first, batch.Tasks.Length, refused?.ToImmutable() ?? []));
    }

    private void RefuseBatch(SubmitBatch batch, string error)
    {
        var rows = batch.Tasks.IsDefault ? [] : batch.Tasks;
        Sender.Tell(new AcceptedBatch(
            batch.Submission,
            rows.IsEmpty ? 0 : rows.Min(static row => row.Key.Index),
            rows.Length,
            [.. rows.Where(row => _state.Find(row.Key) is null).Select(row => new RefusedRow(row.Key.Index, error))]));
    }

    private void OnAdd(AddTask add)
    {
        var session = _state.PlainSessionOf(add.Submitter);
        var reason = _state.Accept(session, add.Row with { Key = new TaskKey(session.Id, session.NextIndex++) });
        if (reason is not null)
        {
            RefuseTask(add, reason);
            Release(session);
            return;
        }

        Context.Watch(add.Submitter);
        if (add.Reply is not null)
        {
            add.Submitter.Tell(add.Reply, Context.Parent);
        }
    }

    private static void RefuseTask(AddTask add, string reason)
    {
        var uid = add.Reply?.Record.Uid ?? add.Row.Uid.ToString();
        var failed = CommandRecords.Failed(uid, reason);
        add.Submitter.Tell(add.Reply is null ? new TaskResult(failed.Record) : failed, Context.Parent);
    }

    private void OnResults(WorkerResults results)
    {
        var rows = results.Batch.Results;
        var acks = new AckRow[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows.ItemRef(i);
            _state.OnResult(row, results.Worker);
            acks[i] = new AckRow(row.Key, row.Attempt);
        }

        results.Node.Tell(new ResultAck(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(acks)));
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

    private void OnAck(ResultAck ack)
    {
        foreach (ref readonly var row in ack.Results.AsSpan())
        {
            _state.Acknowledge(row.Key);
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

    private void OnAttach(AttachSession attach)
    {
        Unwatch(_state.Attach(attach.Session, attach.Client));
        Context.Watch(attach.Client);
    }

    private void OnQuery(LedgerQuery query) =>
        query.Asker.Tell(
            LedgerQueries.Problem(query.Query) is { } problem
                ? CommandRecords.Failed(query.CommandUid, problem)
                : LedgerQueries.Answer(_state, query.Query, _options.MasterUid, query.Workers),
            Context.Parent);

    private void OnCancel(LedgerCancel request)
    {
        const string Reason = "on request";
        var cancel = request.Cancel;
        var counts = cancel.All ? _state.CancelAll(Reason)
            : cancel.Submission is { } submission ? _state.CancelSubmission(submission, Reason)
            : _state.CancelUids(cancel.Ids, Reason);
        request.Asker.Tell(CommandRecords.Cancelled(request.CommandUid, counts), Context.Parent);
    }

    private void OnDrain(DrainLedger drain)
    {
        _drainer = Sender;
        _state.Closed ??= drain.Reason;
        if (drain.Firmness > 0)
        {
            _dropped.AddRange(_state.CancelUnstarted("dropped by a second stop"));
        }

        if (drain.Firmness > 1)
        {
            _state.CancelAll("ended by a third stop");
        }
    }

    private void OnEnd(EndSessions end)
    {
        _state.Closed = end.Reason;
        foreach (var client in _state.Sessions.Select(static session => session.Actor).OfType<IActorRef>().Distinct())
        {
            client.Tell(new Refused(end.Reason), Context.Parent);
        }

        Sender.Tell(SessionsEnded.Instance);
    }

    private void OnTick() => _state.Resend(_state.Now - (long)_options.ResendAfter.TotalMicroseconds);

    /// <summary>Tells others what the current message has changed.</summary>
    private void Flush()
    {
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

        foreach (var session in _state.ToSend)
        {
            Send(session);
        }

        _state.ToSend.Clear();
    }

    private void Send(ClientSession session)
    {
        if (session.Actor is { } client)
        {
            if (session.IsPlain)
            {
                session.Outbox.ForEach(task => client.Tell(new TaskResult(task.ToRecord()), Context.Parent));
            }
            else
            {
                foreach (var batch in ResultBatches.Of(session.Outbox))
                {
                    client.Tell(batch, Context.Parent);
                }
            }
        }

        session.Outbox.Clear();
        Release(session);
    }

    /// <summary>A plain session lasts as long as it has tasks to wait for, so that one-off senders leave nothing behind.</summary>
    private void Release(ClientSession session)
    {
        if (session is { IsPlain: true, Unfinished: 0 })
        {
            Unwatch(_state.Close(session.Id));
        }
    }

    private void Unwatch(IActorRef? client)
    {
        if (client is not null && !_state.Sessions.Any(session => client.Equals(session.Actor)))
        {
            Context.Unwatch(client);
        }
    }

    /// <summary>
    /// Drained = nothing unfinished, and connected clients have what they are owed. A client that does not acknowledge does not
    /// hold up the end for longer than <see cref="LedgerOptions.AckPatience"/>.
    /// </summary>
    private void CheckDrained(DateTimeOffset now)
    {
        if (_drainer is null)
        {
            return;
        }

        if (_state.Unfinished > 0)
        {
            _unfinishedUntil = now;
            return;
        }

        var waiting = _state.AwaitingAck;
        if (waiting > 0 && now - _unfinishedUntil < _options.AckPatience && _unfinishedUntil != default)
        {
            return;
        }

        if (waiting > 0 && _unfinishedUntil == default)
        {
            _unfinishedUntil = now;
            return;
        }

        if (waiting > 0)
        {
            _log.Warning("{0} results were not acknowledged within {1}", waiting, _options.AckPatience);
        }

        _drainer.Tell(new LedgerDrained([.. _dropped]));
        _drainer = null;
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
