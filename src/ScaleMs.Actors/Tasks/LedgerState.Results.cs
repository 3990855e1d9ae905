using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

internal sealed partial class LedgerState
{
    /// <summary>The pool gave the attempt to a worker.</summary>
    public void OnAssigned(Ticket ticket, string worker)
    {
        var task = Current(ticket);
        if (!task.State.IsFinal())
        {
            task.Worker = worker;
            task.Assigned = Now;
        }
    }

    /// <summary>The worker says that the attempt runs.</summary>
    public void OnStarted(in StartedTask started)
    {
        if (Find(started.Key) is { State: TaskState.Scheduled } task && task.Attempt == started.Attempt)
        {
            Move(task, TaskState.Executing);
            task.Started = started.At;
        }
    }

    /// <summary>A worker's result. Only that of the current attempt at an unfinished task counts.</summary>
    public void OnResult(in ResultRow row, string worker)
    {
        var task = Find(row.Key);
        if (task is null || task.State.IsFinal() || task.Attempt != row.Attempt)
        {
            StaleResults++;
            return;
        }

        task.Worker = worker;
        End(task, row.State, row.StartedMicroseconds, row.FinishedMicroseconds, row.Payload);

        // The pool, through which the result came, has let go of it.
        task.ReleasePayload();
    }

    /// <summary>The worker is lost: another attempt, as long as there is one.</summary>
    public void OnLost(Ticket ticket, string worker, string reason)
    {
        var task = Current(ticket);
        if (task.State.IsFinal() || task.Attempt != ticket.Attempt)
        {
            return;
        }

        task.LostWith = task.LostWith is null ? worker : $"{task.LostWith}, {worker}";
        if (task.CancelReason is { } cancelled)
        {
            End(task, TaskState.Canceled, "canceled", cancelled);
            task.ReleasePayload();
        }
        else if (task.Attempt >= limits.MaxAttempts)
        {
            End(
                task,
                TaskState.Failed,
                    "worker lost",
                $"the task was lost with {task.LostWith} ({reason}); {limits.MaxAttempts} attempts are made (scalems.workers.max-attempts)");
            task.ReleasePayload();
        }
        else
        {
            task.Attempt++;
            task.Started = 0;
            task.Assigned = 0;
            task.Worker = null;
            Move(task, TaskState.Scheduled);
            ToEnqueue.Add(new Ticket(task, task.Attempt));
        }
    }

    /// <summary>No worker can ever run it.</summary>
    public void OnUnschedulable(Ticket ticket, string reason)
    {
        var task = Current(ticket);
        if (!task.State.IsFinal())
        {
            End(task, TaskState.Failed, "insufficient resources", reason);
            task.ReleasePayload();
        }
    }

    private static TaskEntry Current(Ticket ticket) =>
        ticket.Task is TaskEntry task && ticket.Attempt <= task.Attempt
            ? task
            : throw new BrokenInvariantException($"the pool speaks of attempt {ticket.Attempt} at task {ticket.Task.Uid}, which the ledger never made");
}

/// <summary>An attempt that a worker has begun.</summary>
internal readonly record struct StartedTask(TaskKey Key, int Attempt, long At);
