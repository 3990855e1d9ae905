namespace ScaleMs.Actors.Tasks;

internal sealed partial class LedgerState
{
    private readonly Queue<TaskEntry> _retained = new();
    private long _retainedBytes;

    /// <summary>
    /// A final record from here on may be forgotten, the oldest first: it is delivered, or its client is away. One whose client
    /// came back without acknowledging it is passed over; it comes here again with the acknowledgement.
    /// </summary>
    private void Retain(TaskEntry task)
    {
        if (task.Retained)
        {
            return;
        }

        task.Retained = true;
        _retained.Enqueue(task);
        _retainedBytes += task.Outcome.Length;
        while (_retained.Count > limits.RetainedTasks || _retainedBytes > limits.RetainedBytes)
        {
            var oldest = _retained.Dequeue();
            oldest.Retained = false;
            _retainedBytes -= oldest.Outcome.Length;
            if (oldest.Delivered || oldest.Session.Actor is null)
            {
                Forget(oldest);
            }
        }
    }

    private void Forget(TaskEntry task)
    {
        task.Forgotten = true;
        var submission = FindSubmission(task.Key.Submission)!;
        submission.Remove(task);
        if (submission.Count == 0)
        {
            _submissions.Remove(submission.Id);
            _lastSubmission = null;
        }

        _uids.Remove(task);
        _order.Forgot();
        TrimSent(task.Session);
        Leave(task);
    }
}
