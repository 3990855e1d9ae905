using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>Equal tasks run once: the first is the primary, the others are duplicates, which get its outcome.</summary>
internal sealed class Duplicates(ITaskTransitions transitions, LedgerEffects effects, Dependencies dependencies, Deadlines deadlines, ReportBuilder report)
{
    /// <summary>Makes the task a duplicate of an equal one.</summary>
    /// <param name="task">A new task.</param>
    /// <param name="head">The first of the tasks with its uid.</param>
    /// <param name="inputs">The tasks that it depends on.</param>
    /// <returns>False: no equal task can be its primary.</returns>
    public bool Attach(TaskEntry task, TaskEntry head, (string, TaskEntry)[] inputs)
    {
        if (EqualTasks.PrimaryFor(task, head) is not { } primary)
        {
            return false;
        }

        report.DuplicateHits++;
        var detail = task.GetDetail();
        if (primary.Phase is TaskPhase.Ended ended)
        {
            detail.Reason = $"an equal task was done before ({primary.Key.Submission} #{primary.Key.Index})";
            transitions.Move(task, new TaskPhase.Attached(primary, since: 0), detail.Reason);
            EndLike(task, primary, ended);
            return true;
        }

        detail.Reason = $"an equal task is under way ({primary.Key.Submission} #{primary.Key.Index})";
        WaitingTasks.Add(primary.GetDetail().Duplicates ??= [], task);
        dependencies.Pin(task, inputs);
        transitions.Move(task, new TaskPhase.Attached(primary, effects.Now), detail.Reason);
        deadlines.Set(task);
        return true;
    }

    /// <summary>The task is final: so are its duplicates, or one of them runs in its place.</summary>
    public void OnEnded(TaskEntry primary)
    {
        if (primary is not { Detail.Duplicates: { Count: > 0 } duplicates, Phase: TaskPhase.Ended ended })
        {
            return;
        }

        primary.Detail.Duplicates = null;
        TaskEntry? successor = null;
        foreach (var duplicate in SubTasksFirst(primary, duplicates))
        {
            if (duplicate.IsFinal)
            {
                continue;
            }

            if (!EqualTasks.IsOfCurrentCode(primary))
            {
                TakeOver(duplicate, "the code of the equal task that stood for it is not what workers have now");
            }
            else if (primary.Ending is null || primary.State == TaskState.Done)
            {
                EndLike(duplicate, primary, ended);
            }
            else if (duplicate.Ending is { } ending)
            {
                transitions.End(duplicate, ending);
            }
            else if (successor is null)
            {
                // A request ended the primary only; its duplicates continue.
                successor = duplicate;
                TakeOver(successor, "the equal task that stood for it was ended on request");
            }
            else
            {
                duplicate.Phase = new TaskPhase.Attached(successor, duplicate.Phase.Since);
                WaitingTasks.Add(successor.GetDetail().Duplicates ??= [], duplicate);
            }
        }
    }

    /// <summary>A sub-task waits only for a sub-task, so one of them is the successor. A client's task has no sub-tasks attached.</summary>
    private static IEnumerable<TaskEntry> SubTasksFirst(TaskEntry primary, List<TaskEntry> duplicates) =>
        primary.Parent is null ? duplicates : duplicates.OrderBy(static duplicate => duplicate.Parent is null);

    private void EndLike(TaskEntry duplicate, TaskEntry primary, TaskPhase.Ended ended)
    {
        duplicate.Attempt = primary.Attempt;
        transitions.End(duplicate, ended.End, ran: false);
    }

    /// <summary>The duplicate runs itself. Its inputs are what the primary's were, so they are final.</summary>
    private void TakeOver(TaskEntry successor, string reason)
    {
        report.DuplicateHits--;
        if (successor.Detail!.Dependencies is { Length: > 0 } inputs)
        {
            dependencies.Await(successor, inputs);
        }
        else
        {
            transitions.Schedule(successor, reason);
        }
    }
}
