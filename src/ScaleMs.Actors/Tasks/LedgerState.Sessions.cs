using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

internal sealed partial class LedgerState
{
    /// <summary>The session's results go to this actor from now on, beginning with those it has not acknowledged.</summary>
    /// <returns>The actor that had the session until now, if another.</returns>
    public IActorRef? Attach(Guid id, IActorRef actor)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            session = new ClientSession(id, isPlain: false);
            _sessions.Add(id, session);
        }

        var previous = session.Actor;
        session.Closed = false;
        session.Actor = actor;
        var unacknowledged = session.Sent;
        session.Sent = new Queue<(TaskEntry, long)>(unacknowledged.Count);
        foreach (var (task, _) in unacknowledged)
        {
            if (IsOutstanding(task, session))
            {
                Send(session, task);
            }
        }

        return previous is null || previous.Equals(actor) ? null : previous;
    }

    /// <summary>The session of a submitting client; opened, or taken up again, where it was not.</summary>
    public ClientSession SessionOf(Guid id, IActorRef sender)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Actor is null)
        {
            Attach(id, sender);
            session = _sessions[id];
        }

        return session;
    }

    /// <summary>The session of an actor that sends plain messages.</summary>
    public ClientSession PlainSessionOf(IActorRef sender)
    {
        if (_plain.TryGetValue(sender, out var session))
        {
            return session;
        }

        session = new ClientSession(Guid.CreateVersion7(), isPlain: true) { Actor = sender };
        _sessions.Add(session.Id, session);
        _plain.Add(sender, session);
        return session;
    }

    /// <summary>The session's actor is gone. Its tasks go on.</summary>
    public void Detach(IActorRef actor)
    {
        foreach (var session in _sessions.Values.Where(session => actor.Equals(session.Actor)).ToList())
        {
            Detach(session);
        }
    }

    /// <summary>The client wants no more results.</summary>
    /// <returns>The session's actor, if it had one.</returns>
    public IActorRef? Close(Guid id)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            return null;
        }

        var actor = session.Actor;
        session.Closed = true;
        Detach(session);
        return actor;
    }

    /// <summary>The client has the result.</summary>
    public void Acknowledge(TaskKey key)
    {
        if (Find(key) is { Delivered: false } task && task.State.IsFinal())
        {
            MarkDelivered(task);
            TrimSent(task.Session);
        }
    }

    /// <summary>Sends again what was sent before <paramref name="sentBefore"/> and not acknowledged, at most one batch a session.</summary>
    public void Resend(long sentBefore)
    {
        foreach (var session in _sessions.Values)
        {
            if (session.Actor is null || session.Sent.Count == 0)
            {
                continue;
            }

            TrimSent(session);
            for (var n = 0; n < BatchLimits.Rows && session.Sent.TryPeek(out var oldest) && oldest.SentAt <= sentBefore; n++)
            {
                session.Sent.Dequeue();
                Send(session, oldest.Task);
                TrimSent(session);
            }
        }
    }

    private void Deliver(TaskEntry task)
    {
        var session = task.Session;
        session.Undelivered++;
        if (session.IsPlain && session.Actor is not null)
        {
            session.Outbox.Add(task);
            ToSend.Add(session);
            MarkDelivered(task);
        }
        else if (session.IsPlain || session.Closed)
        {
            MarkDelivered(task);
        }
        else if (session.Actor is not null)
        {
            Send(session, task);
        }
        else
        {
            session.Sent.Enqueue((task, 0));
            Retain(task);
        }
    }

    private void Send(ClientSession session, TaskEntry task)
    {
        session.Outbox.Add(task);
        session.Sent.Enqueue((task, Now));
        ToSend.Add(session);
    }

    private void SendAgain(TaskEntry task)
    {
        if (task.Session.Actor is not null)
        {
            if (task.Delivered)
            {
                task.Delivered = false;
                task.Session.Undelivered++;
            }

            Send(task.Session, task);
        }
    }

    private static bool IsOutstanding(TaskEntry task, ClientSession session) =>
        !task.Delivered && !task.Forgotten && task.Session == session;

    /// <summary>What the client has, or was forgotten, need not be looked at again.</summary>
    private static void TrimSent(ClientSession session)
    {
        while (session.Sent.TryPeek(out var oldest) && !IsOutstanding(oldest.Task, session))
        {
            session.Sent.Dequeue();
        }
    }

    private void Detach(ClientSession session)
    {
        if (session is { IsPlain: true, Actor: { } plain })
        {
            _plain.Remove(plain);
        }

        session.Actor = null;
        session.Outbox.Clear();
        ToSend.Remove(session);
        foreach (var (task, _) in session.Sent)
        {
            if (!IsOutstanding(task, session))
            {
                continue;
            }

            if (session.Closed)
            {
                MarkDelivered(task);
            }
            else
            {
                Retain(task);
            }
        }

        if (session.Closed)
        {
            session.Sent.Clear();
        }

        DropIfUnused(session);
    }

    private void MarkDelivered(TaskEntry task)
    {
        task.Delivered = true;
        task.Session.Undelivered--;
        Retain(task);
    }

    /// <summary>The task is the session's no more.</summary>
    private void Leave(TaskEntry task)
    {
        task.Session.Tasks--;
        task.Session.Unfinished -= task.State.IsFinal() ? 0 : 1;
        task.Session.Undelivered -= task.State.IsFinal() && !task.Delivered ? 1 : 0;

        DropIfUnused(task.Session);
    }

    private void DropIfUnused(ClientSession session)
    {
        if (session.Tasks == 0 && session.Actor is null)
        {
            _sessions.Remove(session.Id);
        }
    }
}
