namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    private readonly Queue<TaskEntry> _retained = new();

    // Results whose client was away when they came here: they are kept longest, it may come back for them.
    private readonly Queue<TaskEntry> _undelivered = new();
    private long _retainedBytes;
    private bool _isResuming;

    /// <summary>Results that were forgotten before their client had come for them.</summary>
    public long EvictedUndelivered { get; private set; }

    /// <summary>Forgets final records that are older than is kept.</summary>
    public void EvictOld()
    {
        var limit = Now - limits.RetainedMicroseconds;
        foreach (var queue in new[] { _retained, _undelivered })
        {
            while (queue.TryPeek(out var oldest) && oldest.Finished < limit)
            {
                EvictOldest(queue);
            }
        }
    }

    /// <summary>
    /// A final record from here on may be forgotten, the oldest first: it is delivered, or its client is away. One whose client
    /// came back without acknowledging it, or whose value others need, is passed over; it comes here again.
    /// </summary>
    private void Retain(TaskEntry task)
    {
        if (task.Retained || task.Evicted)
        {
            return;
        }

        task.Retained = true;
        (IsFetched(task) ? _retained : _undelivered).Enqueue(task);
        _retainedBytes += task.Outcome.Length;
        TrimRetained();
    }

    /// <summary>A client that has closed its session is owed nothing, and yet another may come for its results.</summary>
    private bool IsFetched(TaskEntry task) => task.Delivered && (task.Session.IsAnonymous || !task.Session.Closed || _isResuming);

    private void TrimRetained()
    {
        while (!_isResuming && (_retained.Count + _undelivered.Count > limits.RetainedTasks || _retainedBytes > limits.RetainedBytes))
        {
            EvictOldest(_retained.Count > 0 ? _retained : _undelivered);
        }
    }

    private void EvictOldest(Queue<TaskEntry> queue)
    {
        var oldest = queue.Dequeue();
        oldest.Retained = false;
        _retainedBytes -= oldest.Outcome.Length;
        if ((oldest.Delivered || oldest.Session.Actor is null) && !oldest.IsPinned)
        {
            if (queue == _undelivered)
            {
                EvictedUndelivered++;
                FindSubmission(oldest.Key.Submission)!.EvictedUndelivered++;
            }

            Evict(oldest);
        }
    }

    private void Evict(TaskEntry task)
    {
        task.Evicted = true;
        var submission = FindSubmission(task.Key.Submission)!;
        submission.Remove(task);
        DropIfEmpty(submission.Id);
        _uids.Remove(task);
        _order.Evicted();
        LeaveWindow(task);
        TrimSent(task.Session);
        Leave(task);
    }
}
