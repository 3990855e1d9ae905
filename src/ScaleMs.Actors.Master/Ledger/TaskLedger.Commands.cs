using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

// What handlers of commands ask for, and the end.
internal sealed partial class TaskLedger
{
    // A page may be passed by one record as large as itself, and the workers' status comes on top.
    private const int PagesPerMessage = 4;

    private readonly List<TaskEntry> _dropped = [];
    private IActorRef? _drainer;
    private DateTimeOffset _unfinishedUntil;

    private void ReceiveCommands()
    {
        On<LedgerQuery>(OnQuery, static (query, error) => (query.Asker, CommandRecords.Failed(query.CommandUid, error)), reads: true);
        On<LedgerCancel>(OnCancel, static (cancel, error) => (cancel.Asker, CommandRecords.Failed(cancel.CommandUid, error)));
        On<LedgerReport>(OnReport, static (report, error) => (report.Asker, CommandRecords.Failed(report.CommandUid, error)), reads: true);
        On<LedgerSubscribe>(OnSubscribe, static (subscribe, error) => (subscribe.Asker, CommandRecords.Failed(subscribe.CommandUid, error)));
        On<LedgerUnsubscribe>(OnUnsubscribe, static (unsubscribe, error) => (unsubscribe.Asker, CommandRecords.Failed(unsubscribe.CommandUid, error)));
        On<LedgerReadLog>(OnReadLog, static (read, error) => (read.Asker, CommandRecords.Failed(read.CommandUid, error)), reads: true);
        On<DrainLedger>(OnDrain);
        Receive<EndSessions>(OnEnd);
    }

    private void OnQuery(LedgerQuery query) => Tell(
        query.Asker,
        LedgerQueries.Problem(query.Query) is { } problem
            ? CommandRecords.Failed(query.CommandUid, problem)
            : LedgerQueries.Answer(_state, query.Query, _options.Transfer.MaxMessage / PagesPerMessage, _options.MasterUid, _journal?.Path, query.Workers));

    private void OnCancel(LedgerCancel request)
    {
        const string Reason = "on request";
        var cancel = request.Cancel;
        var counts = cancel.All ? _state.CancelAll(Reason)
            : cancel.Submission is { } submission ? _state.CancelSubmission(submission, Reason)
            : cancel.Client is { } client ? _state.CancelSession(client, Reason)
            : _state.CancelUids(cancel.Ids, Reason);
        Tell(request.Asker, CommandRecords.Cancelled(request.CommandUid, counts));
    }

    private SessionReport Report() => _state.Report.Build(_state, _options.MasterUid, _started, Context.System.Scheduler.Now);

    private void OnReport(LedgerReport report) => Tell(report.Asker, CommandRecords.Done(report.CommandUid, Report().ToJson()));

    private void OnSubscribe(LedgerSubscribe request)
    {
        _state.Subscriptions.Add(request.Subscribe, request.Asker);
        if (!_state.HasSession(request.Asker))
        {
            Context.Watch(request.Asker);
        }

        Tell(request.Asker, CommandRecords.Done(request.CommandUid));
    }

    private void OnUnsubscribe(LedgerUnsubscribe request)
    {
        _state.Subscriptions.Remove(request.Asker);
        Unwatch(request.Asker);
        Tell(request.Asker, CommandRecords.Done(request.CommandUid));
    }

    private void OnReadLog(LedgerReadLog request)
    {
        var (read, uid, asker) = request;
        if (_state.FindLatest(read.Id) is not { } task)
        {
            Tell(asker, CommandRecords.Failed(uid, $"no task has the uid '{read.Id}'"));
        }
        else if (!task.State.IsFinal() && task is { InPool: true, IsDuplicate: false })
        {
            _state.Effects.TellPool(new PoolReadLog(new TaskAttempt(task, task.Attempt), read, task.State, uid, asker));
        }
        else
        {
            var outcome = TaskOutcome.ParseOrError(task.Outcome.Span);
            Tell(asker, TaskLogs.Of(read, task.State, outcome));
        }
    }

    private void OnDrain(DrainLedger drain)
    {
        _drainer = Sender;
        _state.Closed ??= drain.Reason;
        if (drain.Mode >= StopMode.DropQueued)
        {
            _dropped.AddRange(_state.CancelUnstarted("dropped by a stop"));
        }

        if (drain.Mode >= StopMode.CancelRunning)
        {
            _dropped.AddRange(_state.CancelUnfinished("ended by a stop"));
        }
    }

    private void OnEnd(EndSessions end)
    {
        _state.Closed = end.Reason;
        foreach (var client in _state.Connected.Select(static session => session.Actor).OfType<IActorRef>().Distinct())
        {
            // Not through the gate: where the journal has failed it never opens again.
            client.Tell(new Refused(end.Reason), Context.Parent);
        }

        Sender.Tell(new SessionsEnded(Report()));
    }

    /// <summary>
    /// Drained = nothing unfinished, and connected clients have what they are owed. A client that does not acknowledge does not
    /// hold up the end for longer than <see cref="LedgerSettings.AckPatience"/>.
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
            _log.Warning("{Results} results were not acknowledged within {Patience}", waiting, _options.AckPatience);
        }

        // One that ended by itself before it heard of the stop has a result, and is not dropped.
        var dropped = _dropped.Where(static task => task.State == TaskState.Canceled).Select(static task => task.Uid.ToString());
        Tell(_drainer, new LedgerDrained([.. dropped], Report()));
        _drainer = null;
    }
}
