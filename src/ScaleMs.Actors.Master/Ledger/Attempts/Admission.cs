using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Decides which tasks are in the pool: at most <see cref="Submission.MaxRunning"/> of each submission.</summary>
internal sealed class Admission(ITaskTransitions transitions, LedgerEffects effects, TaskTable tasks)
{
    /// <summary>The task goes to the pool, or is held until there is room for it.</summary>
    public void Schedule(TaskEntry task, string reason)
    {
        task.Detail?.Reason = reason;
        var submission = tasks.SubmissionOf(task);
        if (submission.HasRoom)
        {
            transitions.Move(task, new TaskPhase.Queued(effects.Now), reason);
            Enqueue(submission, task);
        }
        else
        {
            transitions.Move(task, new TaskPhase.Held(effects.Now), reason);
            submission.Hold(task);
        }
    }

    /// <summary>A held task goes to the pool.</summary>
    public void Admit(TaskEntry task) => Admit(tasks.SubmissionOf(task), task);

    /// <summary>A task that is DONE goes to the pool again, whether or not there is room for it.</summary>
    public void EnqueueAgain(TaskEntry task) => Enqueue(tasks.SubmissionOf(task), task);

    /// <summary>The pool no longer has an attempt of the task, or will find that it no longer needs it: there is room for another.</summary>
    public void Leave(TaskEntry task)
    {
        var submission = tasks.SubmissionOf(task);
        submission.InPool--;
        while (submission.HasRoom && submission.TakeHeld() is { } next)
        {
            Admit(submission, next);
        }
    }

    private void Admit(Submission submission, TaskEntry held)
    {
        held.Phase = new TaskPhase.Queued(held.Phase.Since);
        Enqueue(submission, held);
    }

    private void Enqueue(Submission submission, TaskEntry task)
    {
        submission.InPool++;
        effects.Enqueue(new TaskAttempt(task, task.Attempt, task.Session.Id));
    }
}
