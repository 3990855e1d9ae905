using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Files;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Delivery;

/// <summary>Which final records are kept, and which are evicted, the oldest first.</summary>
internal sealed class Retention(LedgerLimits limits, LedgerEffects effects, TaskTable tasks, SessionIndex sessions, TaskFiles files)
{
    private readonly Queue<(TaskEntry Task, long Bytes)> _retained = new();

    // Results whose client was away when they were queued: kept longest, because the client may come back for them.
    private readonly Queue<(TaskEntry Task, long Bytes)> _undelivered = new();

    /// <summary>True while the journal is read: which values other tasks need is known only at its end.</summary>
    public bool IsResuming { get; private set; }

    /// <summary>Bytes of outcomes that may be evicted, and of the descriptions kept with them.</summary>
    public long RetainedBytes { get; private set; }

    /// <summary>Results that were evicted before they were delivered.</summary>
    public long EvictedUndelivered { get; private set; }

    /// <summary>Evicts nothing until <see cref="EndResume"/>.</summary>
    public void BeginResume() => IsResuming = true;

    public void EndResume()
    {
        IsResuming = false;
        Trim();
    }

    /// <summary>Evicts final records that are past their retention time.</summary>
    public void EvictOld()
    {
        var limit = effects.Now - limits.RetainedMicroseconds;
        foreach (var queue in new[] { _retained, _undelivered })
        {
            while (queue.TryPeek(out var oldest) && oldest.Task.Finished < limit)
            {
                EvictOldest(queue);
            }
        }
    }

    /// <summary>
    /// A final record from here on may be evicted: it is delivered, or its client is away. One whose client came back without
    /// acknowledging it, or whose value others need, is skipped; it is queued again later.
    /// </summary>
    public void Retain(TaskEntry task)
    {
        files.Changed(task);
        if (task.Retention != RetentionState.Needed)
        {
            return;
        }

        task.Retention = RetentionState.Retained;
        var bytes = task.Outcome.Length + task.Payload.Length + (task.Detail?.Original?.Length ?? 0L);
        (IsFetched(task) ? _retained : _undelivered).Enqueue((task, bytes));
        RetainedBytes += bytes;
        Trim();
    }

    /// <summary>A client that has closed its session gets no more results, but another client may claim them; a sub-task's nobody does.</summary>
    private bool IsFetched(TaskEntry task) => task.Delivered && (task.Session.IsAnonymous || !task.Session.Closed || IsResuming || task.Parent is not null);

    private void Trim()
    {
        while (!IsResuming && (_retained.Count + _undelivered.Count > limits.RetainedTasks || RetainedBytes > limits.RetainedBytes))
        {
            EvictOldest(_retained.Count > 0 ? _retained : _undelivered);
        }
    }

    private void EvictOldest(Queue<(TaskEntry Task, long Bytes)> queue)
    {
        var (oldest, bytes) = queue.Dequeue();
        oldest.Retention = RetentionState.Needed;
        RetainedBytes -= bytes;
        if ((oldest.Delivered || oldest.Session.Actor is null) && !oldest.IsPinned)
        {
            if (queue == _undelivered && !(oldest.Delivered && oldest.Parent is not null))
            {
                EvictedUndelivered++;
                tasks.SubmissionOf(oldest).EvictedUndelivered++;
            }

            Evict(oldest);
        }
    }

    private void Evict(TaskEntry task)
    {
        tasks.Evict(task);
        task.ReleasePayload();
        files.Changed(task);
        var session = task.Session;
        session.LeaveWindow(task);
        session.TrimSent();
        session.Leave(task);
        sessions.DropIfUnused(session);
    }
}
