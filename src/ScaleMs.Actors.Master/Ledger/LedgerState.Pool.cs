using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    /// <summary>All inputs are ready; the task may be queued.</summary>
    private void Schedule(TaskEntry task, string reason)
    {
        task.Scheduled = Now;
        task.Detail?.Reason = reason;
        Move(task, TaskState.Scheduled, reason);
        var submission = FindSubmission(task.Key.Submission)!;
        if (submission.HasRoom)
        {
            GoToPool(submission, task);
        }
        else
        {
            submission.Hold(task);
        }
    }

    private void GoToPool(Submission submission, TaskEntry task)
    {
        task.InPool = true;
        submission.InPool++;
        Effects.Enqueue(new TaskAttempt(task, task.Attempt, task.Session.Id));
    }

    /// <summary>The pool has no attempt of the task any more, or will see for itself that it needs it no more.</summary>
    private void LeavePool(TaskEntry task)
    {
        if (!task.InPool)
        {
            return;
        }

        task.InPool = false;
        var submission = FindSubmission(task.Key.Submission)!;
        submission.InPool--;
        while (submission.HasRoom && submission.TakeHeld() is { } next)
        {
            GoToPool(submission, next);
        }
    }
}
