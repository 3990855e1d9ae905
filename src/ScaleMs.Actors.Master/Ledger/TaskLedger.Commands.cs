using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

// Commands, and the end of the master.
internal sealed partial class TaskLedger
{
    // A page may exceed its limit by one record of the same size, and the workers' status is added.
    private const int PagesPerMessage = 4;

    private void ReceiveCommands()
    {
        On<CommandCall>(OnCommand, static (call, error) => Failed(call.Request, error), static call => call.Command is Query or ReportCommand or ReadLog or Observe or ReadGraph);
        On<DrainLedger>(drain => _drain.Begin(drain, Sender));
        Receive<EndSessions>(OnEnd);
    }

    private void OnCommand(CommandCall call)
    {
        var request = call.Request;
        switch (call.Command)
        {
            case Query query:
                Answer(request, LedgerQueries.Answer(_state.Tasks, query, _options.Transfer.MaxMessage / PagesPerMessage, Status(call)));
                break;
            case Observe observe:
                Answer(request, OnObserve(observe, call));
                break;
            case ReadGraph read:
                Answer(request, WorkGraphs.Of(_state.Tasks, read.Submission));
                break;
            case ReportCommand:
                Answer(request, CommandRecords.Done(request.Uid, Report().ToJson()));
                break;
            case ReadLog read:
                OnReadLog(read, request);
                break;
            case Cancel cancel:
                Answer(request, CommandRecords.Cancelled(request.Uid, OnCancel(cancel)));
                break;
            case Subscribe subscribe:
                OnSubscribe(subscribe, request.Requester);
                Answer(request, CommandRecords.Done(request.Uid));
                break;
            case Unsubscribe:
                _state.Subscriptions.Remove(request.Requester);
                Unwatch(request.Requester);
                Answer(request, CommandRecords.Done(request.Uid));
                break;
            default:
                throw new ArgumentException($"the ledger has no answer to {call.Command.GetType().Name}", nameof(call));
        }
    }

    private Observation OnObserve(Observe observe, CommandCall call)
    {
        _state.Activity ??= new LiveActivity(_state.Tasks, _state.Effects.Now);
        var observation = new Observation { At = Context.System.Scheduler.Now, Status = Status(call), Report = Report() };
        return _state.Activity.AddTo(observation, observe.After, _state.Effects.Now);
    }

    private CancelCounts OnCancel(Cancel cancel)
    {
        const string Reason = "on request";
        return cancel.All ? _state.Cancellation.CancelAll(Reason)
            : cancel.Submission is { } submission ? _state.Cancellation.CancelSubmission(submission, Reason)
            : cancel.Client is { } client ? _state.Cancellation.CancelSession(client, Reason)
            : _state.Cancellation.CancelUids(cancel.Ids, Reason);
    }

    private MasterStatus Status(CommandCall call) => new()
    {
        Master = _options.MasterUid,
        Stopping = _state.Acceptance.Closed is not null,
        Counts = LedgerQueries.CountsOf(_state.Tasks, call.Workers),
        DuplicateHits = _state.Report.DuplicateHits,
        Retries = _state.Report.Retries,
        StaleResults = _state.Report.StaleResults,
        Journal = _journal?.Path,
        Workers = call.Workers,
        Launches = call.Launches,
        PausedLaunchers = call.PausedLaunchers,
    };

    private SessionReport Report() => _state.Report.Build(_state.Tasks, _options.MasterUid, _started, Context.System.Scheduler.Now);

    private void OnSubscribe(Subscribe subscribe, IActorRef subscriber)
    {
        _state.Subscriptions.Add(subscribe, subscriber);
        if (!_state.Sessions.HasSession(subscriber))
        {
            Context.Watch(subscriber);
        }
    }

    private void OnReadLog(ReadLog read, CommandRequest request)
    {
        if (_state.Tasks.FindLatest(read.Id) is not { } task)
        {
            Answer(request, CommandRecords.Failed(request.Uid, $"no task has the uid '{read.Id}'"));
        }
        else if (!task.IsFinal && task is { InPool: true, IsDuplicate: false })
        {
            _state.Effects.TellPool(new PoolReadLog(new TaskAttempt(task, task.Attempt), task.State, read, request));
        }
        else
        {
            Answer(request, TaskLogs.Of(read, task.State, TaskOutcome.ParseOrError(task.Outcome.Span)));
        }
    }

    private void OnEnd(EndSessions end)
    {
        _state.Acceptance.Closed = end.Reason;
        foreach (var client in _state.Sessions.Connected.Select(static session => session.Actor).OfType<IActorRef>().Distinct())
        {
            // Not through the commit gate, which never opens again after a failure of the journal.
            client.Tell(new Refused(end.Reason), Context.Parent);
        }

        Sender.Tell(new SessionsEnded(Report()));
    }

    private void CheckDrained(DateTimeOffset now)
    {
        if (!_drain.IsOver(now, _answers.Held, out var unacknowledged))
        {
            return;
        }

        if (unacknowledged > 0)
        {
            _log.Warning("{Results} results were not acknowledged within {Patience}", unacknowledged, _options.AckPatience);
        }

        Tell(_drain.Asker!, new LedgerDrained(_drain.Dropped, Report()));
        _drain.End();
    }
}
