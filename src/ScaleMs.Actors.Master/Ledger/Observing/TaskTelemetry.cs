using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>What listeners learn of one ledger's tasks.</summary>
internal sealed class TaskTelemetry(TaskMetrics metrics, TaskTraces traces)
{
    public TaskTraces Traces => traces;

    /// <summary>An attempt is over. Times are microseconds; a start of 0 = it never began.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="attempt">1 for the first.</param>
    /// <param name="phase">Where the attempt was.</param>
    /// <param name="started">When it began.</param>
    /// <param name="finished">When it ended.</param>
    /// <param name="worker">Where; null = nowhere.</param>
    /// <param name="state">How it ended.</param>
    public void AttemptEnded(TaskEntry task, int attempt, TaskPhase phase, long started, long finished, string? worker, TaskState state)
    {
        // Exemplars of the measurements refer to the span, which is current meanwhile.
        using var span = task.IsTraced ? traces.Attempt(task, attempt, phase.Since, phase.AssignedAt, started, finished, worker, state) : null;
        metrics.Ended(phase.Since, started, finished, state);
    }

    /// <summary>An attempt was lost with its worker, and there is another. How long it ran is not known, and not measured.</summary>
    public void AttemptLost(TaskEntry task, TaskPhase phase, long now)
    {
        if (task.IsTraced)
        {
            traces.Attempt(task, task.Attempt, phase.Since, phase.AssignedAt, phase.StartedAt, now, phase.Worker, state: null)?.Dispose();
        }
    }

    /// <summary>A task is final.</summary>
    /// <param name="task">The task.</param>
    /// <param name="ran">False when the outcome is another task's.</param>
    public void Ended(TaskEntry task, bool ran)
    {
        if (ran && task.Phase is TaskPhase.Ended { End: var end } phase)
        {
            AttemptEnded(task, task.Attempt, phase, end.StartedAt, end.FinishedAt, end.Worker, end.State);
        }

        traces.Ended(task);
    }

    /// <summary>The master has ended.</summary>
    public void Close(long now)
    {
        traces.Close(now);
        metrics.Dispose();
    }
}
