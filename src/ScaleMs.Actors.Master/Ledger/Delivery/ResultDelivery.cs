using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Files;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Delivery;

/// <summary>Sends every result to its session's client until the client acknowledges it, a window at a time.</summary>
internal sealed class ResultDelivery(LedgerEffects effects, TaskTable tasks, SessionIndex sessions, Retention retention, TaskFiles files)
{
    /// <summary>A client has the result; this counts if the result is due to that client.</summary>
    public void Acknowledge(Contracts.Tasks.TaskKey key, IActorRef client)
    {
        if (tasks.Find(key) is { Delivered: false, IsFinal: true } task && client.Equals(task.Session.Actor))
        {
            effects.Journal.Delivered(task);
            MarkDelivered(task);
            task.Session.TrimSent();
            Fill(task.Session);
        }
    }

    /// <summary>Resends unacknowledged results sent before <paramref name="sentBefore"/>, at most one batch per session.</summary>
    public void Resend(long sentBefore)
    {
        foreach (var session in sessions.Connected)
        {
            if (session.Sent.Count == 0)
            {
                continue;
            }

            session.TrimSent();
            for (var n = 0; n < BatchLimits.Rows && session.Sent.TryPeek(out var oldest) && oldest.SentAt <= sentBefore; n++)
            {
                session.Sent.Dequeue();
                session.Outbox.Add(oldest.Task);
                session.Sent.Enqueue((oldest.Task, effects.Now));
                effects.Send(session);
                session.TrimSent();
            }
        }
    }

    /// <summary>Delivers the result of a task that has just become final.</summary>
    public void Deliver(TaskEntry task)
    {
        var session = task.Session;
        session.Ended();
        if (session.IsAnonymous && session.Actor is not null)
        {
            session.Outbox.Add(task);
            effects.Send(session);
            MarkDelivered(task);
        }
        else if (session.IsAnonymous || session.Closed)
        {
            Drop(task);
        }
        else
        {
            session.Ready.Enqueue(task);
            if (session.Actor is not null)
            {
                Fill(session);
            }
            else
            {
                retention.Retain(task);
            }
        }
    }

    /// <summary>Sends as much as the client's window allows.</summary>
    public void Fill(ClientSession session)
    {
        while (session.Actor is not null && session.HasWindow && session.Ready.TryDequeue(out var task))
        {
            if (!session.IsOwed(task) || task.Delivery == DeliveryState.Sent)
            {
                continue;
            }

            session.EnterWindow(task);
            session.Outbox.Add(task);
            session.Sent.Enqueue((task, effects.Now));
            effects.Send(session);
        }
    }

    /// <summary>Sends the result to the client of the task's session once more.</summary>
    public void SendAgain(TaskEntry task)
    {
        var session = task.Session;
        if (session.Actor is null)
        {
            return;
        }

        if (task.Delivered)
        {
            // As if the task had been assigned to its session now, also after a restart of the master.
            effects.Journal.Moved(task);
            session.MarkUndelivered(task);
            files.Changed(task);
        }

        session.LeaveWindow(task);
        session.Ready.Enqueue(task);
        Fill(session);
    }

    public void MarkDelivered(TaskEntry task)
    {
        task.Session.MarkDelivered(task);
        retention.Retain(task);
    }

    /// <summary>A final task has another outcome than before. Who has the earlier one keeps it.</summary>
    public static void Replace(TaskEntry task, TaskPhase.Ended ended)
    {
        var isOnItsWay = task.Delivery == DeliveryState.Sent;
        task.Session.LeaveWindow(task);
        task.Phase = ended;
        if (isOnItsWay)
        {
            task.Session.EnterWindow(task);
        }
    }

    /// <summary>Nobody wants the result any more.</summary>
    public void Drop(TaskEntry task)
    {
        CountDropped(task);
        MarkDelivered(task);
    }

    /// <summary>Delivers a final task that comes from the journal.</summary>
    public void Resume(TaskEntry task)
    {
        if (!task.Delivered)
        {
            if (task.Session.Closed || task.Session.IsAnonymous)
            {
                CountDropped(task);
                task.Session.MarkDelivered(task);
            }
            else
            {
                task.Session.Ready.Enqueue(task);
            }
        }

        retention.Retain(task);
    }

    /// <summary>A worker whose session was closed because it was lost may come back; then it must not wait for the result.</summary>
    private void CountDropped(TaskEntry task)
    {
        if (task.Parent is not null)
        {
            tasks.SubmissionOf(task).EvictedUndelivered++;
        }
    }
}
