using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>No master answered, or the connected master is lost.</summary>
public sealed class MasterUnavailableException(string message) : ScaleMsException(message);

/// <summary>The master refused a command or a task, or a command failed.</summary>
public sealed class RefusedException(string message, ErrorKind kind = ErrorKind.Refused) : ScaleMsException(message)
{
    /// <summary><see cref="ErrorKind.Refused"/>; <see cref="ErrorKind.Crash"/> where the command's handler threw.</summary>
    public ErrorKind Kind { get; } = kind;

    internal static RefusedException Of(TaskRecord record) => new(record.FailureReason(), record.ErrorKind ?? ErrorKind.Refused);
}

/// <summary>This client receives no more results of the submission: a newer client has claimed it, or its results have been evicted.</summary>
public sealed class SubmissionLostException(string message) : ScaleMsException(message);

/// <summary>The value of a task was requested, but the task is not DONE.</summary>
public sealed class TaskFailedException(TaskRecord record)
    : ScaleMsException($"task {record.Uid} is {record.State.ToString().ToUpperInvariant()}: {record.FailureReason()}")
{
    /// <summary>The task's record.</summary>
    public TaskRecord Record { get; } = record;

    /// <summary>Why it failed; null = an older master did not report it.</summary>
    public ErrorKind? Kind => Record.ErrorKind;
}
