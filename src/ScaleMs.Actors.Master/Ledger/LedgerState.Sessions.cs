using System.Globalization;
using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    // A client that looks for its master asks a few times a second.
    private const long RepeatMicroseconds = 2_000_000;

    /// <summary>The session's results go to this actor from now on, beginning with those it has not acknowledged.</summary>
    /// <returns>The actor that had the session until now, if another.</returns>
    public IActorRef? Attach(Guid id, IActorRef actor)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            session = new ClientSession(id, isAnonymous: false);
            _sessions.Add(id, session);
        }

        var previous = session.Actor;
        if (actor.Equals(previous) && Now - session.Heard < RepeatMicroseconds)
        {
            // Asked again before the answer came; what is lost all the same is sent again in its time.
            return null;
        }

        session.Closed = false;
        Connect(session, actor);

        // What may have been under way when the client went comes first.
        var waiting = session.Ready.ToArray();
        session.Ready.Clear();
        foreach (var (task, _) in session.Sent)
        {
            LeaveWindow(task);
            session.Ready.Enqueue(task);
        }

        session.Sent.Clear();
        foreach (var task in waiting)
        {
            session.Ready.Enqueue(task);
        }

        Fill(session);

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
    public ClientSession AnonymousSessionOf(IActorRef sender)
    {
        if (_anonymous.TryGetValue(sender, out var session))
        {
            return session;
        }

        session = new ClientSession(Guid.CreateVersion7(), isAnonymous: true);
        Connect(session, sender);
        _sessions.Add(session.Id, session);
        _anonymous.Add(sender, session);
        return session;
    }

    /// <summary>The session's client says that it is there.</summary>
    /// <returns>False: the session is not that client's, or there is none.</returns>
    public bool Hear(Guid id, IActorRef actor)
    {
        if (!_sessions.TryGetValue(id, out var session) || !actor.Equals(session.Actor))
        {
            return false;
        }

        session.Heard = Now;
        return true;
    }

    public void HearAll()
    {
        foreach (var session in Connected)
        {
            session.Heard = Now;
        }
    }

    /// <summary>Why a client that waits for results of a submission waits in vain; null = it does not.</summary>
    public string? Lost(Guid submission, Guid session) =>
        FindSubmission(submission) is not { } found
            ? $"the results of submission {submission} are no longer kept {MasterOptions.RetentionKeys}"
        : !found.Tasks.Any(task => task.Session.Id == session) ? Taken(submission)
        : found.EvictedUndelivered > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{found.EvictedUndelivered} results of submission {submission} are no longer kept {MasterOptions.RetentionKeys}")
        : null;

    public static string Taken(Guid submission) => $"another client has taken up submission {submission} and gets its results from now on";

    /// <summary>Clients that were heard of last before then.</summary>
    public List<IActorRef> SilentSince(long before) =>
        [.. Connected.Where(session => !session.IsAnonymous && session.Heard < before).Select(static session => session.Actor!).Distinct()];

    /// <summary>
    /// Makes the session the owner of the submission. Of two connected clients the newer one wins: whoever started it knew of the other, and
    /// two clients cannot keep taking the submission from each other.
    /// </summary>
    /// <returns>False: a newer client has it.</returns>
    private bool Claim(ClientSession session, Submission submission)
    {
        if (submission.Owner == session || session.IsAnonymous)
        {
            return true;
        }

        if (submission.Owner is { Actor: { } other } owner)
        {
            var isNewer = session.Id.CompareTo(owner.Id) > 0;
            Effects.Displace(isNewer ? other : session.Actor!, submission.Id);
            if (!isNewer)
            {
                return false;
            }
        }

        submission.Owner = session;
        return true;
    }

    /// <summary>The session's actor is gone. Its tasks go on.</summary>
    public void Detach(IActorRef actor)
    {
        foreach (var session in _connected.GetValueOrDefault(actor)?.ToArray() ?? [])
        {
            Detach(session);
        }
    }

    /// <summary>True where results go to that actor.</summary>
    public bool HasSession(IActorRef actor) => _connected.ContainsKey(actor);

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
        Effects.Journal.Closed(session);
        Detach(session);
        return actor;
    }

    /// <summary>The task is that session's from now on, and its result too, delivered or not.</summary>
    private void Reassign(TaskEntry task, ClientSession session)
    {
        LeaveWindow(task);
        var earlier = task.Session;
        Leave(task);
        task.Session = session;
        session.Tasks++;
        session.Unfinished += task.State.IsFinal() ? 0 : 1;
        session.Undelivered += task.State.IsFinal() && !task.Delivered ? 1 : 0;
        Effects.Journal.Moved(task);
        TrimSent(earlier);
        Fill(earlier);
    }

    /// <summary>A submission's results go to that session from now on, from the first one.</summary>
    public SubmissionTaken Take(ClientSession session, Guid id)
    {
        if (FindSubmission(id) is not { } submission)
        {
            return new SubmissionTaken(id, 0, 0, $"the master has no submission {id}, or does not keep its results any more (scalems.master.retain)");
        }

        var tasks = submission.Tasks.ToList();
        if (tasks.Exists(task => task.Session != session && task.Session.Actor is not null))
        {
            return new SubmissionTaken(id, 0, 0, $"the client that submitted {id} is connected and receives the results; read them with a query ('scalems results --no-wait') instead");
        }

        submission.Owner = session;
        session.NeedsUids = true;
        foreach (var task in tasks)
        {
            if (task.Session != session)
            {
                Reassign(task, session);
            }

            if (task.State.IsFinal())
            {
                SendAgain(task);
            }
        }

        return new SubmissionTaken(id, tasks.Count, submission.Highest + 1 - tasks.Count, null);
    }

    private void Detach(ClientSession session)
    {
        if (session is { IsAnonymous: true, Actor: { } plain })
        {
            _anonymous.Remove(plain);
        }

        Connect(session, null);
        session.Outbox.Clear();
        Effects.Sending.Remove(session);
        foreach (var task in session.Sent.Select(static sent => sent.Task).Concat(session.Ready).ToArray())
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
            session.Ready.Clear();
        }

        DropIfUnused(session);
    }

    private void Connect(ClientSession session, IActorRef? actor)
    {
        if (session.Actor is { } earlier && _connected.TryGetValue(earlier, out var sessions) && sessions.Remove(session) && sessions.Count == 0)
        {
            _connected.Remove(earlier);
        }

        session.Actor = actor;
        session.Heard = Now;
        if (actor is null)
        {
            return;
        }

        if (!_connected.TryGetValue(actor, out var others))
        {
            _connected.Add(actor, others = []);
        }

        others.Add(session);
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
