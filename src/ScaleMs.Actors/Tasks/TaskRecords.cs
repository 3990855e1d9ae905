using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

/// <summary>Records as clients see them, from the ledger's entries.</summary>
internal static class TaskRecords
{
    /// <summary>Bytes that a record takes besides its outcome, roughly.</summary>
    public const int Overhead = 512;

    public static TaskRecord ToRecord(this TaskEntry task) => new TaskRecord
    {
        Uid = task.Uid.ToString(),
        State = task.State,
        TargetState = task.State.IsFinal() ? task.State : task.CancelReason is null ? TaskState.Done : TaskState.Canceled,
        Attempt = task.Attempt,
        Worker = task.Worker,
        Timestamps = new TaskTimestamps
        {
            Submitted = TaskTimestamps.OfMicroseconds(task.Submitted),
            Assigned = TaskTimestamps.OfMicroseconds(task.Assigned),
            Started = TaskTimestamps.OfMicroseconds(task.Started),
            Finished = TaskTimestamps.OfMicroseconds(task.Finished),
        },
    }.With(TaskOutcome.ParseOrError(task.Outcome.Span));
}
