using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>No master answered, or the one that did is gone.</summary>
public sealed class MasterUnavailableException(string message) : ScaleMsException(message);

/// <summary>The master does not accept a command or a task.</summary>
public sealed class RefusedException(string message) : ScaleMsException(message);

/// <summary>No more results of the submission come here: a newer client has taken it up, or they are no longer kept.</summary>
public sealed class SubmissionLostException(string message) : ScaleMsException(message);

/// <summary>A task whose value was asked for did not end well.</summary>
public sealed class TaskFailedException(TaskRecord record)
    : ScaleMsException($"task {record.Uid} is {record.State.ToString().ToUpperInvariant()}: {Reason(record)}")
{
    /// <summary>All that is known of the task.</summary>
    public TaskRecord Record { get; } = record;

    /// <summary>Why it failed; null where an older master did not say.</summary>
    public ErrorKind? Kind => Record.ErrorKind;

    private static string Reason(TaskRecord record) =>
        record.Exception ?? (record.ExitCode is { } code ? $"exit code {code}" : "no reason was given");
}
