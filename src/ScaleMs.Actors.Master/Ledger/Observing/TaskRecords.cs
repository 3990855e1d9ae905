using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>Records as clients see them, from the ledger's entries.</summary>
internal static class TaskRecords
{
    public static TaskRecord ToRecord(this TaskEntry task) => new TaskRecord
    {
        Uid = task.Uid.ToString(),
        Name = task.Name,
        State = task.State,
        TargetState = task.State.IsFinal() ? task.State : task.Ending?.State ?? TaskState.Done,
        Attempt = task.Attempt,
        Worker = task.Worker,
        Code = task.Code is { } code ? [.. code.Parts.Select(static part => part.ToString())] : null,
        Fingerprint = task.Kind == PayloadKind.WorkItem ? task.Fingerprint : null,
        Submission = task.Key.Submission,
        Index = task.Key.Index,
        Timestamps = new TaskTimestamps
        {
            Submitted = TaskTimestamps.OfMicroseconds(task.Submitted),
            Assigned = TaskTimestamps.OfMicroseconds(task.Phase.AssignedAt),
            Started = TaskTimestamps.OfMicroseconds(task.Phase.StartedAt),
            Finished = TaskTimestamps.OfMicroseconds(task.Finished),
        },
    }.With(TaskOutcome.ParseOrError(task.Outcome.Span));

    /// <summary>The record with every state that the task has entered.</summary>
    public static TaskRecord ToRecordWithTransitions(this TaskEntry task)
    {
        var transitions = new List<TaskTransition> { new(TaskState.New, TaskTimestamps.At(task.Submitted), 1, "accepted") };
        transitions.AddRange(task.Detail?.Earlier ?? []);
        if (task.Detail is { EndIsEarlier: true } detail)
        {
            transitions.AddRange(detail.Rerun is { Phase: var phase } ? AttemptTransitions(task, phase, phase.StartedAt, phase.Worker) : []);
        }
        else
        {
            transitions.AddRange(AttemptTransitions(task, task.Phase, task.Phase.StartedAt, task.Worker));
            if (task.State.IsFinal())
            {
                transitions.Add(EndTransition(task));
            }
        }

        return task.ToRecord() with { Transitions = [.. transitions] };
    }

    /// <summary>The final state that the current attempt has entered.</summary>
    public static TaskTransition EndTransition(TaskEntry task) => new(task.State, TaskTimestamps.At(task.Finished), task.Attempt, TaskFailure.NameOf(task.State, task.Outcome.Span));

    /// <summary>The states that the current attempt has entered, save a final one.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="phase">Where the attempt is.</param>
    /// <param name="started">When it began, in microseconds; 0 = it has not.</param>
    /// <param name="worker">Where.</param>
    public static IEnumerable<TaskTransition> AttemptTransitions(TaskEntry task, TaskPhase phase, long started, string? worker)
    {
        var since = phase.Since;
        if (phase.State == TaskState.Waiting)
        {
            yield return new TaskTransition(TaskState.Waiting, TaskTimestamps.At(since > 0 ? since : task.Submitted), task.Attempt, task.Detail?.Reason ?? "");
        }
        else if (since > 0)
        {
            yield return new TaskTransition(TaskState.Scheduled, TaskTimestamps.At(since), task.Attempt, task.Detail?.Reason ?? "accepted");
        }

        if (started > 0)
        {
            yield return new TaskTransition(TaskState.Executing, TaskTimestamps.At(started), task.Attempt, worker is null ? "began" : $"began on {worker}");
        }
    }
}
