using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

/// <summary>Records as clients see them, from the ledger's entries.</summary>
internal static class TaskRecords
{
    /// <summary>Bytes that a record takes besides its outcome, roughly.</summary>
    public const int Overhead = 512;

    public static TaskRecord ToRecord(this TaskEntry task)
    {
        var outcome = Outcome(task);
        return new TaskRecord
        {
            Uid = task.Uid.ToString(),
            State = task.State,
            TargetState = task.State.IsFinal() ? task.State : task.CancelReason is null ? TaskState.Done : TaskState.Canceled,
            ReturnValue = outcome.ReturnValue,
            Stdout = outcome.Stdout,
            Stderr = outcome.Stderr,
            ExitCode = outcome.ExitCode,
            Exception = outcome.Exception,
            ExceptionDetail = outcome.ExceptionDetail,
            Attempt = task.Attempt,
            Worker = task.Worker,
            Timestamps = new TaskTimestamps
            {
                Submitted = Time(task.Submitted),
                Assigned = Time(task.Assigned),
                Started = Time(task.Started),
                Finished = Time(task.Finished),
            },
        };
    }

    private static TaskOutcome Outcome(TaskEntry task)
    {
        try
        {
            return TaskOutcome.Parse(task.Outcome.Span);
        }
        catch (ProtocolException error)
        {
            return TaskOutcome.Error("unreadable outcome", $"what worker {task.Worker} said of the task is {error.Message}");
        }
    }

    private static DateTimeOffset? Time(long microseconds) =>
        microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
