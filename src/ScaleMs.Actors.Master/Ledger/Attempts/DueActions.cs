using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Graph;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Runs due actions: the next attempt after a pause, and the end of tasks that have timed out.</summary>
internal sealed class DueActions(ITaskTransitions transitions, LedgerEffects effects, Deadlines deadlines, Cancellation cancellation)
{
    /// <summary>Runs the actions that are due.</summary>
    public void OnTime()
    {
        while (deadlines.TryTake(effects.Now, out var task, out var kind, out var attempt))
        {
            switch (kind)
            {
                case DeadlineKind.Retry when task.Phase is TaskPhase.AwaitingRetry && task.Attempt == attempt:
                    transitions.Schedule(task, "the pause before the next attempt is over");
                    break;
                case DeadlineKind.Total:
                    cancellation.RequestEnd(task, QueueTime.TotalIsUp(task));
                    break;
                case DeadlineKind.Queue when !QueueTime.HasBegun(EqualTasks.PrimaryOf(task) ?? task):
                    EndUnlessBegun(task);
                    break;
            }
        }
    }

    private void EndUnlessBegun(TaskEntry task)
    {
        task.Detail!.QueueTimeIsUp = true;
        if (task.InPool)
        {
            effects.Withdraw(new Withdrawal(task, WaitingOnly: true));
        }
        else
        {
            transitions.End(task, QueueTime.IsUp(task)!);
        }
    }
}
