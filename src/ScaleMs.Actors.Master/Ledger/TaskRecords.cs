using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>Records as clients see them, from the ledger's entries.</summary>
internal static class TaskRecords
{
    public static TaskRecord ToRecord(this TaskEntry task) => new TaskRecord
    {
        Uid = task.Uid.ToString(),
        State = task.State,
        TargetState = task.State.IsFinal() ? task.State : task.Ending?.State ?? TaskState.Done,
        Attempt = task.Attempt,
        Worker = task.Worker,
        Code = task.Code is { } code ? [.. code.Parts.Select(static part => part.ToString())] : null,
        Submission = task.Key.Submission,
        Index = task.Key.Index,
        Timestamps = new TaskTimestamps
        {
            Submitted = TaskTimestamps.OfMicroseconds(task.Submitted),
            Assigned = TaskTimestamps.OfMicroseconds(task.Assigned),
            Started = TaskTimestamps.OfMicroseconds(task.Started),
            Finished = TaskTimestamps.OfMicroseconds(task.Finished),
        },
    }.With(TaskOutcome.ParseOrError(task.Outcome.Span));

    /// <summary>The record with every state that the task has entered.</summary>
    public static TaskRecord ToRecordWithTransitions(this TaskEntry task)
    {
        var transitions = new List<TaskTransition> { new(TaskState.New, At(task.Submitted), 1, "accepted") };
        transitions.AddRange(task.Detail?.Earlier ?? []);
        transitions.AddRange(AttemptTransitions(task));
        if (task.State.IsFinal())
        {
            transitions.Add(new TaskTransition(task.State, At(task.Finished), task.Attempt, TaskFailure.NameOf(task.State, task.Outcome.Span)));
        }

        return task.ToRecord() with { Transitions = [.. transitions] };
    }

    /// <summary>The states that the current attempt has entered, save a final one.</summary>
    public static IEnumerable<TaskTransition> AttemptTransitions(TaskEntry task)
    {
        if (task.State == TaskState.Waiting)
        {
            yield return new TaskTransition(TaskState.Waiting, At(task.Scheduled > 0 ? task.Scheduled : task.Submitted), task.Attempt, task.Detail?.Reason ?? "");
        }
        else if (task.Scheduled > 0)
        {
            yield return new TaskTransition(TaskState.Scheduled, At(task.Scheduled), task.Attempt, task.Detail?.Reason ?? "accepted");
        }

        if (task.Started > 0)
        {
            yield return new TaskTransition(TaskState.Executing, At(task.Started), task.Attempt, task.Worker is null ? "began" : $"began on {task.Worker}");
        }
    }

    private static DateTimeOffset At(long microseconds) => TaskTimestamps.OfMicroseconds(microseconds) ?? DateTimeOffset.UnixEpoch;
}
