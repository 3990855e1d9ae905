namespace ScaleMs.Actors.Tasks;

internal sealed partial class LedgerState
{
    private readonly Queue<TaskEntry> _retained = new();
    private long _retainedBytes;

    /// <summary>Forgets final records that are older than is kept.</summary>
    public void ForgetOld()
    {
        var limit = Now - limits.RetainedMicroseconds;
        while (_retained.TryPeek(out var oldest) && oldest.Finished < limit)
        {
            ForgetOldest();
        }
    }

    /// <summary>
    /// A final record from here on may be forgotten, the oldest first: it is delivered, or its client is away. One whose client
    /// came back without acknowledging it, or whose value others need, is passed over; it comes here again.
    /// </summary>
    private void Retain(TaskEntry task)
    {
        if (task.Retained || task.Forgotten)
        {
            return;
        }

        task.Retained = true;
        _retained.Enqueue(task);
        _retainedBytes += task.Outcome.Length;
        while (_retained.Count > limits.RetainedTasks || _retainedBytes > limits.RetainedBytes)
        {
            ForgetOldest();
        }
    }

    private void ForgetOldest()
    {
        var oldest = _retained.Dequeue();
        oldest.Retained = false;
        _retainedBytes -= oldest.Outcome.Length;
        if ((oldest.Delivered || oldest.Session.Actor is null) && !oldest.IsPinned)
        {
            Forget(oldest);
        }
    }

    private void Forget(TaskEntry task)
    {
        task.Forgotten = true;
        var submission = FindSubmission(task.Key.Submission)!;
        submission.Remove(task);
        DropIfEmpty(submission.Id);
        _uids.Remove(task);
        _order.Forgot();
        LeaveWindow(task);
        TrimSent(task.Session);
        Leave(task);
    }
}
