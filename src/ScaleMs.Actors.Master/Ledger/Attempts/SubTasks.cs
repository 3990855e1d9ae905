using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Graph;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Tasks that running tasks have submitted. None outlives the attempt that waits for it; equal tasks of others go on, as after any cancellation.</summary>
internal sealed class SubTasks(LedgerEffects effects, TaskTable tasks, Cancellation cancellation)
{
    /// <summary>Why a row cannot be accepted as a sub-task; null = it can, or it is none.</summary>
    public string? Problem(in TaskRow row)
    {
        if (row.Parent is not { } parent)
        {
            return null;
        }

        var name = $"the task that submits it, {parent.Key.Submission} #{parent.Key.Index},";
        return tasks.Find(parent.Key) is not { } task ? $"{name} is not known"
            : task.IsOver ? $"{name} is over ({TaskLifeCycle.Name(task.State)})"
            : task.Attempt != parent.Attempt ? $"attempt {parent.Attempt} at {name[..^1]} is over; there is another"
            : task.Ending is { } ending ? $"{name} is to end: {ending.Reason}"
            : row.MayDeduplicate ? Circle(row, task)
            : null;
    }

    /// <summary>The task has been accepted: it ends with its parent's attempt.</summary>
    public void Add(TaskEntry task)
    {
        if (task.Parent is { } parent)
        {
            WaitingTasks.Add(tasks.Find(parent.Key)!.GetDetail().SubTasks ??= [], task);
        }
    }

    /// <summary>The attempt is over: nobody waits for what it has submitted, nor for what that has submitted.</summary>
    public void AttemptOver(TaskEntry task)
    {
        if (task.Detail?.SubTasks is null)
        {
            return;
        }

        var unwanted = new List<TaskEntry>();
        var parents = new Stack<TaskEntry>();
        parents.Push(task);
        while (parents.TryPop(out var parent))
        {
            var children = parent.Detail?.SubTasks;
            parent.Detail?.SubTasks = null;
            foreach (var child in children ?? [])
            {
                if (!child.IsFinal)
                {
                    unwanted.Add(child);
                    parents.Push(child);
                }
            }
        }

        cancellation.Cancel(unwanted, $"the task that submitted it is over ({task.Uid})");
    }

    /// <summary>Restores the index for the unfinished tasks of a journal. Tasks without a parent that waits for them are marked to end.</summary>
    public void Resume(IEnumerable<TaskEntry> unfinished)
    {
        foreach (var task in unfinished)
        {
            if (task.Parent is not { } parent)
            {
                continue;
            }

            if (tasks.Find(parent.Key) is { IsFinal: false } running && running.Attempt == parent.Attempt)
            {
                Add(task);
            }
            else if (task.Ending is null)
            {
                task.Ending = EndRequest.Cancel("the task that submitted it is over");
                effects.Journal.ToEnd(task);
            }
        }
    }

    /// <summary>A task that is equal to one that waits for it would get that one's outcome, and so wait for itself.</summary>
    private string? Circle(in TaskRow row, TaskEntry parent)
    {
        for (var waiting = parent; waiting is not null; waiting = waiting.Parent is { } next ? tasks.Find(next.Key) : null)
        {
            if (waiting.Uid == row.Uid && waiting.MayDeduplicate)
            {
                return $"it is equal to task {waiting.Uid}, which waits for it: tasks must not wait for each other in a circle (\"fresh\": true runs it again)";
            }
        }

        return null;
    }
}
