using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Ends tasks on request.</summary>
internal sealed class Cancellation(ITaskTransitions transitions, LedgerEffects effects, TaskTable tasks, SessionIndex sessions)
{
    public CancelCounts CancelUids(IEnumerable<string> uids, string reason)
    {
        var unknown = new List<string>();
        var found = new List<TaskEntry>();
        foreach (var uid in uids)
        {
            var task = tasks.Find(uid);
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
        tasks.FindSubmission(submission) is { } found ? Cancel(found.Tasks.ToList(), reason) : new CancelCounts(0, 0, [submission.ToString()]);

    /// <summary>Cancels all tasks of one client.</summary>
    public CancelCounts CancelSession(Guid id, string reason) => sessions.Find(id) is { } session
        ? Cancel(tasks.All.Where(task => task.Session == session).ToList(), reason)
        : new CancelCounts(0, 0, [id.ToString()]);

    public CancelCounts CancelAll(string reason) => Cancel(tasks.All.ToList(), reason);

    /// <summary>Cancels tasks that no worker is known to have begun. Sub-tasks are part of a task that has.</summary>
    /// <returns>What is to end by that.</returns>
    public IReadOnlyList<TaskEntry> CancelUnstarted(string reason) =>
        CancelWhere(static task => task is { Parent: null, State: TaskState.New or TaskState.Waiting or TaskState.Scheduled }, reason);

    /// <summary>Cancels all tasks that are not final.</summary>
    /// <returns>What is to end by that.</returns>
    public IReadOnlyList<TaskEntry> CancelUnfinished(string reason) => CancelWhere(static task => !task.IsFinal, reason);

    /// <summary>Ends the task, once the pool has withdrawn it.</summary>
    public void RequestEnd(TaskEntry task, EndRequest request)
    {
        if (!task.IsFinal && task.Ending is null)
        {
            task.Ending = request;
            effects.Journal.ToEnd(task);
            BringToEnd(task);
        }
    }

    /// <summary>Ends tasks.</summary>
    /// <param name="cancelled">A separate list: the end of a task may end others.</param>
    /// <param name="reason">Why.</param>
    public CancelCounts Cancel(List<TaskEntry> cancelled, string reason)
    {
        var request = EndRequest.Cancel(reason);
        var final = 0L;

        // All are marked before the first one ends, so that none of them is made a primary, or fails as a dependent.
        foreach (var task in cancelled)
        {
            if (task.IsFinal)
            {
                final++;
            }
            else if (task.Ending is null)
            {
                task.Ending = request;
                effects.Journal.ToEnd(task);
            }
        }

        foreach (var task in cancelled)
        {
            if (task.Ending == request)
            {
                BringToEnd(task);
            }
        }

        return new CancelCounts(cancelled.Count - final, final, []);
    }

    private List<TaskEntry> CancelWhere(Func<TaskEntry, bool> admits, string reason)
    {
        var found = tasks.All.Where(task => task.Ending is null && admits(task)).ToList();
        Cancel(found, reason);
        return found;
    }

    private void BringToEnd(TaskEntry task)
    {
        if (task.InPool)
        {
            effects.Withdraw(new Withdrawal(task, WaitingOnly: false));
        }
        else if (!task.IsFinal)
        {
            transitions.End(task, task.Ending!);
        }
    }
}
