using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

// How a ledger comes back from its journal: first the facts, entry by entry, then what follows from them for all tasks at once.
internal sealed partial class LedgerState
{
    /// <summary>Names of the workers that were registered when the master ended.</summary>
    public ImmutableArray<string> WorkersBefore { get; private set; } = [];

    public void RecoverWorkers(ImmutableArray<string> names) => WorkersBefore = names;

    public ClientSession RecoverSession(Guid id, bool isAnonymous)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            // A plain actor's results went to a reference that means nothing any more; they can be asked for.
            session = new ClientSession(id, isAnonymous) { Closed = isAnonymous };
            _sessions.Add(id, session);
        }

        return session;
    }

    public void RecoverLimit(Guid submission, int maxRunning)
    {
        if (maxRunning > 0)
        {
            GetSubmission(submission).MaxRunning = maxRunning;
        }
    }

    /// <summary>The limit of the task's submission.</summary>
    public int MaxRunningOf(TaskEntry task) => FindSubmission(task.Key.Submission)?.MaxRunning ?? 0;

    /// <summary>A task as it was accepted. One that is known already is replaced: what follows in the entry is its whole state.</summary>
    public TaskEntry Recover(in TaskRow row, ClientSession session, long submitted)
    {
        var task = new TaskEntry(row, session, ++_sequence, submitted);
        if (!row.Options.IsEmpty)
        {
            task.Detail = new TaskDetail { Options = TaskOptions.Parse(row.Options.Span), OptionsJson = row.Options };
        }

        var submission = GetSubmission(row.Key.Submission);
        if (submission[row.Key.Index] is { } earlier)
        {
            earlier.Evicted = true;
            submission.Remove(earlier);
            _uids.Remove(earlier);
            _order.Evicted();
        }

        submission.Add(task);
        _uids.Add(task);
        _order.Add(task);
        return task;
    }

    /// <summary>All entries are read: tasks take up where they were.</summary>
    public void Resume()
    {
        // In the order of submission, whatever the order of snapshots: who came first leads those that are equal.
        var tasks = _order.All.OrderBy(static task => task.Submitted).ToList();
        _isResuming = true;
        foreach (var task in tasks)
        {
            task.Session.Tasks++;
            _counts[(int)task.State]++;
            if (task.State.IsFinal())
            {
                task.ReleasePayload();
                Keep(task);
            }
            else
            {
                task.Session.Unfinished++;
                Unfinished++;
                _unfinishedBytes += task.Payload.Length;
            }
        }

        var unfinished = tasks.FindAll(static task => !task.State.IsFinal());
        Report.Accepted += unfinished.Count;
        Report.Recovered = unfinished.Count;
        foreach (var task in unfinished)
        {
            Resume(task);
        }

        // Only now it is known whose values others need.
        _isResuming = false;
        TrimRetained();
        foreach (var session in _sessions.Values.ToList())
        {
            DropIfUnused(session);
        }

        foreach (var submission in _submissions.Keys.ToList())
        {
            DropIfEmpty(submission);
        }
    }

    private void Keep(TaskEntry task)
    {
        if (task.Session.Closed || task.Session.IsAnonymous)
        {
            task.Delivered = true;
        }

        if (!task.Delivered)
        {
            task.Session.Undelivered++;
            task.Session.Ready.Enqueue(task);
        }

        Retain(task);
    }

    private void Resume(TaskEntry task)
    {
        if (task.State.IsFinal())
        {
            // Ended as a consequence of another's end.
            return;
        }

        if (task.Ending is { } ending)
        {
            End(task, ending);
            return;
        }

        var dependencies = KnownDependencies(task);
        if (dependencies is null)
        {
            End(task, TaskState.Failed, ErrorType.DependencyFailed, "the record of a task that it depends on is not kept any more (scalems.master.retain)");
        }
        else if (!task.MayDeduplicate || _uids.Find(task.Uid) is not { } equal || !AttachToPrimary(task, equal, dependencies))
        {
            Begin(task, dependencies);
        }
    }

    private (string, TaskEntry)[]? KnownDependencies(TaskEntry task)
    {
        try
        {
            return Dependencies(task.Key, task.Detail?.Options ?? TaskOptions.None);
        }
        catch (Contracts.ProtocolException)
        {
            return null;
        }
    }
}
