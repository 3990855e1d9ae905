using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

// Clients: submissions and results.
internal sealed partial class TaskLedger
{
    private long _evictedUndelivered;
    private long _checked;

    private void ReceiveClients()
    {
        On<AddTask>(OnAdd, RefusalOf);
        On<AddGraph>(OnAddGraph, static (add, error) => Failed(add.Request, error));
        On<ResultAck>(OnAck);
        On<AttachSession>(OnAttach, static (attach, error) => (attach.Client, new Refused(error)));
        On<TakeSubmission>(OnTake, (take, error) => (Sender, new SubmissionTaken(take.Submission, 0, 0, error)));
        On<SessionAlive>(OnAlive);
        On<CheckSubmission>(OnCheck, reads: static _ => true);
        On<CloseSession>(close => Unwatch(_state.Sessions.Close(close.Session)));
        On<WorkersGone>(OnGone);
        On<Terminated>(gone => LeaveAlone(gone.ActorRef));
    }

    private void OnSubmit(SubmitBatch batch)
    {
        var session = _state.Sessions.Of(batch.Session, Sender);
        WatchClient(session.Actor!);
        Tell(Sender, Accept(session, batch));
    }

    private AcceptedBatch Accept(ClientSession session, SubmitBatch batch)
    {
        _batches.Received(batch);
        return _state.Acceptance.Accept(session, batch);
    }

    private void OnAdd(AddTask add)
    {
        var session = _state.Sessions.AnonymousOf(add.Submitter);
        var row = add.Row with { Key = new TaskKey(session.Id, session.NextIndex++) };
        var accepted = Accept(session, new SubmitBatch(session.Id, session.Id, [row]));
        if (Refusal(accepted) is { } reason)
        {
            Refuse(add, reason);
            Release(session);
            return;
        }

        Context.Watch(add.Submitter);
        if (add.Request is { } request)
        {
            var uid = row.Uid.ToString();
            Answer(request, CommandRecords.Done(request.Uid, JsonSerializer.SerializeToElement(uid), uid));
        }
    }

    private void OnAddGraph(AddGraph add)
    {
        var (submission, rows, names, request) = add;
        var session = _state.Sessions.AnonymousOf(request.Requester);
        var accepted = Accept(session, new SubmitBatch(session.Id, submission, rows) { Atomic = true });
        if (Refusal(accepted) is { } reason)
        {
            var item = accepted.Refused is [var refused, ..] ? $"item '{names[refused.Index]}': " : "";
            Answer(request, CommandRecords.Failed(request.Uid, $"{item}{reason}; nothing of the workflow was accepted"));
            Release(session);
            return;
        }

        Context.Watch(request.Requester);
        var uids = names.Zip(rows).ToDictionary(static item => item.First, static item => item.Second.Uid.ToString());
        Answer(request, CommandRecords.Done(request.Uid, JsonSerializer.SerializeToElement(uids)));
    }

    private string? Refusal(AcceptedBatch accepted) =>
        accepted.Busy ? $"the master holds {_state.Tasks.Unfinished} unfinished tasks, as many as it may (scalems.master.max-unfinished); add this later"
        : accepted.Refused.IsEmpty ? null
        : accepted.Refused[0].Reason;

    private void Refuse(AddTask add, string reason)
    {
        if (add.Request is { } request)
        {
            Answer(request, CommandRecords.Failed(request.Uid, reason));
        }
        else
        {
            var (to, result) = RefusalOf(add, reason);
            Tell(to, result);
        }
    }

    private static (IActorRef To, object Message) RefusalOf(AddTask add, string reason) =>
        add.Request is { } request ? Failed(request, reason) : (add.Submitter, new TaskResult(CommandRecords.Failed(add.Row.Uid.ToString(), reason).Record));

    private void OnAck(ResultAck ack)
    {
        foreach (ref readonly var row in ack.Results.AsSpan())
        {
            _state.Delivery.Acknowledge(row.Key, Sender);
        }
    }

    private void OnAttach(AttachSession attach)
    {
        Unwatch(_state.Sessions.Attach(attach.Session, attach.Client));
        WatchClient(attach.Client);
    }

    private void OnTake(TakeSubmission take)
    {
        var session = _state.Sessions.Of(take.Session, Sender);
        WatchClient(session.Actor!);
        Tell(Sender, _state.Sessions.Take(session, take.Submission));
    }

    private void OnAlive(SessionAlive alive)
    {
        if (_state.Sessions.Hear(alive.Session, Sender))
        {
            _state.Effects.TellAtOnce(Sender, alive);
        }
    }

    private void OnGone(WorkersGone gone)
    {
        foreach (var process in gone.Processes)
        {
            Unwatch(_state.Sessions.Close(process));
        }
    }

    private void OnCheck(CheckSubmission check)
    {
        if (_state.Sessions.Lost(check.Submission, check.Session) is { } reason)
        {
            Tell(Sender, new SubmissionLost(check.Submission, reason));
        }
    }

    private void LeaveAlone(IActorRef client)
    {
        _state.Sessions.Detach(client);
        Channel.Forget(client);
        _state.Subscriptions.Remove(client);
    }

    /// <summary>A client in another process announces itself instead, see <see cref="SessionAlive"/>.</summary>
    private static void WatchClient(IActorRef client)
    {
        if (client.IsLocal())
        {
            Context.Watch(client);
        }
    }

    private void CheckClients()
    {
        if (_state.Effects.Now - _checked > _options.ClientPatience.TotalMicroseconds / 2)
        {
            // This process was paused itself: messages that clients sent meanwhile are still queued.
            _state.Sessions.HearAll();
        }

        _checked = _state.Effects.Now;
        foreach (var client in _state.Sessions.SilentSince(_state.Effects.Now - (long)_options.ClientPatience.TotalMicroseconds))
        {
            if (!client.IsLocal())
            {
                if (!_state.Sessions.IsWorker(client))
                {
                    _log.Info("Nothing was heard of client {Client} for {Patience}; its tasks go on", client, _options.ClientPatience);
                }

                LeaveAlone(client);
            }
        }

        if (_state.Retention.EvictedUndelivered > _evictedUndelivered)
        {
            _log.Warning(
                "{Results} results were evicted before they were delivered {Keys}", _state.Retention.EvictedUndelivered - _evictedUndelivered, MasterOptions.RetentionKeys);
            _evictedUndelivered = _state.Retention.EvictedUndelivered;
        }
    }

    private void Send(ClientSession session)
    {
        if (session.Actor is { } client)
        {
            if (session.IsAnonymous)
            {
                session.Outbox.ForEach(task => Tell(client, new TaskResult(task.ToRecord())));
            }
            else
            {
                foreach (var batch in ResultBatches.Of(session.Outbox, session.NeedsUids))
                {
                    _batches.Sent(batch);
                    Tell(client, batch);
                }
            }
        }

        session.Outbox.Clear();
        Release(session);
    }

    /// <summary>An anonymous session lasts while it has unfinished tasks, so that one-off senders leave no session behind.</summary>
    private void Release(ClientSession session)
    {
        if (session is { IsAnonymous: true, Unfinished: 0 })
        {
            Unwatch(_state.Sessions.Close(session.Id));
        }
    }

    private void Unwatch(IActorRef? client)
    {
        if (client is not null && !_state.Subscriptions.Contains(client) && !_state.Sessions.HasSession(client))
        {
            Context.Unwatch(client);
        }
    }
}
