using System.Globalization;
using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Delivery;

/// <summary>Connection and silence of clients, and which of them owns a submission.</summary>
internal sealed class ClientSessions(LedgerEffects effects, TaskTable tasks, SessionIndex index, ResultDelivery delivery, Retention retention)
{
    // A client that looks for its master asks a few times a second.
    private const long RepeatMicroseconds = 2_000_000;

    /// <inheritdoc cref="SessionIndex.Connected"/>
    public IEnumerable<ClientSession> Connected => index.Connected;

    /// <summary>Results that a connected client has not acknowledged.</summary>
    public long AwaitingAck => Connected.Sum(static session => (long)session.Undelivered);

    public static string Taken(Guid submission) => $"another client has taken up submission {submission} and gets its results from now on";

    /// <inheritdoc cref="SessionIndex.HasSession"/>
    public bool HasSession(IActorRef actor) => index.HasSession(actor);

    /// <inheritdoc cref="SessionIndex.AnonymousOf"/>
    public ClientSession AnonymousOf(IActorRef sender) => index.AnonymousOf(sender);

    /// <summary>The session's results go to this actor from now on, beginning with those it has not acknowledged.</summary>
    /// <returns>The actor that had the session until now, if another.</returns>
    public IActorRef? Attach(Guid id, IActorRef actor)
    {
        var session = index.Get(id);
        var previous = session.Actor;
        if (actor.Equals(previous) && effects.Now - session.Heard < RepeatMicroseconds)
        {
            // A repetition before the answer arrived; lost results are resent by the timer.
            return null;
        }

        session.Closed = false;
        index.Connect(session, actor);

        // Results that were in flight when the client left come first.
        var waiting = session.Ready.ToArray();
        session.Ready.Clear();
        foreach (var (task, _) in session.Sent)
        {
            task.Session.LeaveWindow(task);
            session.Ready.Enqueue(task);
        }

        session.Sent.Clear();
        foreach (var task in waiting)
        {
            session.Ready.Enqueue(task);
        }

        delivery.Fill(session);
        return previous is null || previous.Equals(actor) ? null : previous;
    }

    /// <summary>The session of a submitting client; opened or resumed if necessary.</summary>
    public ClientSession Of(Guid id, IActorRef sender)
    {
        if (index.Find(id) is not { Actor: not null } session)
        {
            Attach(id, sender);
            session = index.Find(id)!;
        }

        return session;
    }

    /// <summary>A sign of life from the session's client.</summary>
    /// <returns>False: the session is not that client's, or there is none.</returns>
    public bool Hear(Guid id, IActorRef actor)
    {
        if (index.Find(id) is not { } session || !actor.Equals(session.Actor))
        {
            return false;
        }

        session.Heard = effects.Now;
        return true;
    }

    /// <summary>True for the session of a worker, whose loss the pool reports.</summary>
    public bool IsWorker(IActorRef actor) => index.Of(actor).Any(static session => session.IsWorker);

    public void HearAll()
    {
        foreach (var session in Connected)
        {
            session.Heard = effects.Now;
        }
    }

    /// <summary>Why a client will not get the results of a submission; null = it will.</summary>
    public string? Lost(Guid submission, Guid session) =>
        tasks.FindSubmission(submission) is not { } found
            ? $"the results of submission {submission} are no longer kept {MasterOptions.RetentionKeys}"
        : !found.Tasks.Any(task => task.Session.Id == session) ? Taken(submission)
        : found.EvictedUndelivered > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{found.EvictedUndelivered} results of submission {submission} are no longer kept {MasterOptions.RetentionKeys}")
        : null;

    /// <summary>Clients whose last sign of life is older than the given time.</summary>
    public List<IActorRef> SilentSince(long before) =>
        [.. Connected.Where(session => !session.IsAnonymous && session.Heard < before).Select(static session => session.Actor!).Distinct()];

    /// <summary>
    /// Makes the session the owner of the submission. Of two connected clients the newer one wins: it was started later, on
    /// purpose, and two clients cannot keep taking the submission from each other.
    /// </summary>
    /// <returns>False: a newer client has it.</returns>
    public bool Claim(ClientSession session, Submission submission)
    {
        if (submission.Owner == session || session.IsAnonymous)
        {
            return true;
        }

        if (submission.Owner is { Actor: { } other } owner)
        {
            var isNewer = session.Id.CompareTo(owner.Id) > 0;
            effects.Displace(isNewer ? other : session.Actor!, submission.Id);
            if (!isNewer)
            {
                return false;
            }
        }

        submission.Owner = session;
        return true;
    }

    /// <summary>The session's actor is gone. Its tasks continue.</summary>
    public void Detach(IActorRef actor)
    {
        foreach (var session in index.Of(actor))
        {
            Detach(session);
        }
    }

    /// <summary>Closes the session: the client wants no more results.</summary>
    /// <returns>The session's actor, if it had one.</returns>
    public IActorRef? Close(Guid id)
    {
        if (index.Find(id) is not { } session)
        {
            return null;
        }

        var actor = session.Actor;
        session.Closed = true;
        effects.Journal.Closed(session);
        Detach(session);
        return actor;
    }

    /// <summary>The task belongs to that session from now on, as does its result, delivered or not.</summary>
    public void Reassign(TaskEntry task, ClientSession session)
    {
        var earlier = task.Session;
        earlier.LeaveWindow(task);
        earlier.Leave(task);
        index.DropIfUnused(earlier);
        session.Join(task);
        effects.Journal.Moved(task);
        earlier.TrimSent();
        delivery.Fill(earlier);
    }

    /// <summary>A submission's results go to that session from now on, from the first one.</summary>
    public SubmissionTaken Take(ClientSession session, Guid id)
    {
        if (tasks.FindSubmission(id) is not { } submission)
        {
            return new SubmissionTaken(id, 0, 0, $"the master has no submission {id}, or does not keep its results any more (scalems.master.retain)");
        }

        var all = submission.Tasks.ToList();
        if (all.Exists(task => task.Session != session && task.Session.Actor is not null))
        {
            return new SubmissionTaken(id, 0, 0, $"the client that submitted {id} is connected and receives the results; read them with a query ('scalems results --no-wait') instead");
        }

        submission.Owner = session;
        session.NeedsUids = true;
        foreach (var task in all)
        {
            if (task.Session != session)
            {
                Reassign(task, session);
            }

            if (task.IsFinal)
            {
                delivery.SendAgain(task);
            }
        }

        return new SubmissionTaken(id, all.Count, submission.Highest + 1 - all.Count, null);
    }

    private void Detach(ClientSession session)
    {
        index.Disconnect(session);
        session.Outbox.Clear();
        effects.Sending.Remove(session);
        foreach (var task in session.Sent.Select(static sent => sent.Task).Concat(session.Ready).ToArray())
        {
            if (!session.IsOwed(task))
            {
                continue;
            }

            if (session.Closed)
            {
                delivery.Drop(task);
            }
            else
            {
                retention.Retain(task);
            }
        }

        if (session.Closed)
        {
            session.Sent.Clear();
            session.Ready.Clear();
        }

        index.DropIfUnused(session);
    }
}
