using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

// Every result goes to its session's client until that acknowledges it, a window at a time.
internal sealed partial class LedgerState
{
    /// <summary>A client has the result, which counts where it is the one that is to have it.</summary>
    public void Acknowledge(TaskKey key, IActorRef client)
    {
        if (Find(key) is { Delivered: false } task && task.State.IsFinal() && client.Equals(task.Session.Actor))
        {
            Effects.Journal.Delivered(task);
            MarkDelivered(task);
            TrimSent(task.Session);
            Fill(task.Session);
        }
    }

    /// <summary>Sends again what was sent before <paramref name="sentBefore"/> and not acknowledged, at most one batch a session.</summary>
    public void Resend(long sentBefore)
    {
        foreach (var session in Connected)
        {
            if (session.Sent.Count == 0)
            {
                continue;
            }

            TrimSent(session);
            for (var n = 0; n < BatchLimits.Rows && session.Sent.TryPeek(out var oldest) && oldest.SentAt <= sentBefore; n++)
            {
                session.Sent.Dequeue();
                session.Outbox.Add(oldest.Task);
                session.Sent.Enqueue((oldest.Task, Now));
                Effects.Send(session);
                TrimSent(session);
            }
        }
    }

    private void Deliver(TaskEntry task)
    {
        var session = task.Session;
        session.Undelivered++;
        if (session.IsAnonymous && session.Actor is not null)
        {
            session.Outbox.Add(task);
            Effects.Send(session);
            MarkDelivered(task);
        }
        else if (session.IsAnonymous || session.Closed)
        {
            MarkDelivered(task);
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
                Retain(task);
            }
        }
    }

    /// <summary>Sends as much as the client's window allows.</summary>
    private void Fill(ClientSession session)
    {
        while (session.Actor is not null && session.HasWindow && session.Ready.TryDequeue(out var task))
        {
            if (!IsOutstanding(task, session) || task.InWindow)
            {
                continue;
            }

            task.InWindow = true;
            session.SentRows++;
            session.SentBytes += task.Outcome.Length;
            session.Outbox.Add(task);
            session.Sent.Enqueue((task, Now));
            Effects.Send(session);
        }
    }

    private static void LeaveWindow(TaskEntry task)
    {
        if (task.InWindow)
        {
            task.InWindow = false;
            task.Session.SentRows--;
            task.Session.SentBytes -= task.Outcome.Length;
        }
    }

    private void SendAgain(TaskEntry task)
    {
        if (task.Session.Actor is null)
        {
            return;
        }

        if (task.Delivered)
        {
            // It is with its session as if it had been given to it now, also for a master that is started again.
            Effects.Journal.Moved(task);
            task.Delivered = false;
            task.Session.Undelivered++;
        }

        LeaveWindow(task);
        task.Session.Ready.Enqueue(task);
        Fill(task.Session);
    }

    private static bool IsOutstanding(TaskEntry task, ClientSession session) =>
        !task.Delivered && !task.Evicted && task.Session == session;

    /// <summary>What the client has, or was forgotten, need not be looked at again.</summary>
    private static void TrimSent(ClientSession session)
    {
        while (session.Sent.TryPeek(out var oldest) && !IsOutstanding(oldest.Task, session))
        {
            session.Sent.Dequeue();
        }
    }

    private void MarkDelivered(TaskEntry task)
    {
        task.Delivered = true;
        task.Session.Undelivered--;
        LeaveWindow(task);
        Retain(task);
    }
}
