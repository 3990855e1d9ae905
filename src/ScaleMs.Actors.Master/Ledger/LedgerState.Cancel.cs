using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

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

            for (; task is not null; task = task.NextEqual)
            {
                found.Add(task);
            }
        }

        return Cancel(found, reason) with { Unknown = unknown };
    }

    public CancelCounts CancelSubmission(Guid submission, string reason) =>
        FindSubmission(submission) is { } found ? Cancel(found.Tasks.ToList(), reason) : new CancelCounts(0, 0, [submission.ToString()]);

    /// <summary>Everything of one client.</summary>
    public CancelCounts CancelSession(Guid id, string reason) => _sessions.TryGetValue(id, out var session)
        ? Cancel(_order.All.Where(task => task.Session == session).ToList(), reason)
        : new CancelCounts(0, 0, [id.ToString()]);

    public CancelCounts CancelAll(string reason) => Cancel(_order.All.ToList(), reason);

    /// <summary>Cancels what no worker has begun, as far as is known here.</summary>
    /// <returns>What is to end by that.</returns>
    public IReadOnlyList<TaskEntry> CancelUnstarted(string reason) =>
        CancelWhere(static task => task.State is TaskState.New or TaskState.Waiting or TaskState.Scheduled, reason);

    /// <summary>Cancels what is not final.</summary>
    /// <returns>What is to end by that.</returns>
    public IReadOnlyList<TaskEntry> CancelUnfinished(string reason) => CancelWhere(static task => !task.State.IsFinal(), reason);

    /// <summary>The pool had the task in its queue and has it no more.</summary>
    public void OnWithdrawn(TaskSpec spec)
    {
        var task = (TaskEntry)spec;
        if (!task.State.IsFinal() && task.InPool)
        {
            if (task.Detail?.Early is { } early)
            {
                Apply(task, early.Row, early.Worker);
                return;
            }

            // Neither: the attempt that was to be withdrawn has ended in this moment, and there is another.
            if ((task.Ending ?? QueueTimeout(task)) is { } ending)
            {
                End(task, ending);
            }
        }
    }

    private List<TaskEntry> CancelWhere(Func<TaskEntry, bool> admits, string reason)
    {
        var tasks = _order.All.Where(task => task.Ending is null && admits(task)).ToList();
        Cancel(tasks, reason);
        return tasks;
    }

    /// <summary>Brings tasks to their end.</summary>
    /// <param name="tasks">A list of its own: what ends may lead to the end of others.</param>
    /// <param name="reason">Why.</param>
    private CancelCounts Cancel(List<TaskEntry> tasks, string reason)
    {
        var request = EndRequest.Cancel(reason);
        var (cancelled, final) = (0L, 0L);

        // All are marked before the first one ends, so that none of them is made a primary, or fails as a dependent.
        foreach (var task in tasks)
        {
            if (task.State.IsFinal())
            {
                final++;
                continue;
            }

            cancelled++;
            if (task.Ending is null)
            {
                task.Ending = request;
                Effects.Journal.ToEnd(task);
            }
        }

        foreach (var task in tasks)
        {
            if (task.Ending == request)
            {
                BringToEnd(task);
            }
        }

        return new CancelCounts(cancelled, final, []);
    }

    private void RequestEnd(TaskEntry task, EndRequest request)
    {
        if (!task.State.IsFinal() && task.Ending is null)
        {
            task.Ending = request;
            Effects.Journal.ToEnd(task);
            BringToEnd(task);
        }
    }

    private void BringToEnd(TaskEntry task)
    {
        if (task.State.IsFinal())
        {
            return;
        }

        if (task.InPool)
        {
            Effects.Withdraw(new Withdrawal(task, WaitingOnly: false));
        }
        else
        {
            End(task, task.Ending!);
        }
    }
}
