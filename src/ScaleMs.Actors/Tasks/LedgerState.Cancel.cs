using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

/// <summary>What a request to cancel found.</summary>
internal sealed record CancelCounts(long Cancelled, long AlreadyFinal, IReadOnlyList<string> Unknown);

internal sealed partial class LedgerState
{
    public CancelCounts CancelUids(IEnumerable<string> uids, string reason)
    {
        var unknown = new List<string>();
        var found = new List<TaskEntry>();
        foreach (var uid in uids)
        {
            var task = uid.Length == 0 ? null : _uids.Find(TaskUid.Parse(uid));
            if (task is null)
            {
                unknown.Add(uid);
            }

            for (; task is not null; task = task.NextTwin)
            {
                found.Add(task);
            }
        }

        return Cancel(found, reason) with { Unknown = unknown };
    }

    public CancelCounts CancelSubmission(Guid submission, string reason) =>
        FindSubmission(submission) is { } found ? Cancel(found.Tasks, reason) : new CancelCounts(0, 0, [submission.ToString()]);

    public CancelCounts CancelAll(string reason) => Cancel(_order.All, reason);

    /// <summary>Cancels what no worker has begun, as far as is known here.</summary>
    /// <returns>The uids.</returns>
    public IReadOnlyList<string> CancelUnstarted(string reason)
    {
        var unstarted = _order.All.Where(static task => task.State == TaskState.Scheduled && task.CancelReason is null).ToList();
        Cancel(unstarted, reason);
        return unstarted.ConvertAll(static task => task.Uid.ToString());
    }

    /// <summary>The pool had the task in its queue and has it no more.</summary>
    public void OnWithdrawn(TaskSpec spec)
    {
        var task = (TaskEntry)spec;
        if (!task.State.IsFinal())
        {
            End(task, TaskState.Canceled, "canceled", task.CancelReason ?? "withdrawn");
            task.ReleasePayload();
        }
    }

    private CancelCounts Cancel(IEnumerable<TaskEntry> tasks, string reason)
    {
        var (cancelled, final) = (0L, 0L);
        foreach (var task in tasks)
        {
            if (task.State.IsFinal())
            {
                final++;
                continue;
            }

            cancelled++;
            if (task.CancelReason is null)
            {
                task.CancelReason = reason;
                ToWithdraw.Add(task);
            }
        }

        return new CancelCounts(cancelled, final, []);
    }
}
