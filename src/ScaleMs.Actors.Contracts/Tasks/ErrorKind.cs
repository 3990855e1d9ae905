using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Why a task, or a command, is FAILED or CANCELED: a closed set, for programs to decide by. The text beside it
/// (<see cref="TaskOutcome.Exception"/>) is for people only. A user's <c>retry_on</c> names causes, see <see cref="ErrorKinds.RetryCauseOf"/>.
/// </summary>
[JsonConverter(typeof(ErrorKindJsonConverter))]
public enum ErrorKind
{
    /// <summary>The task's own code failed: an exception, or an exit code that is not 0.</summary>
    UserError = 1,

    /// <summary>The process that the task ran in ended: by a signal, or by an exit that was not the task's to make.</summary>
    Crash,

    /// <summary>It ran, waited or took in all longer than its own limit.</summary>
    Timeout,

    /// <summary>Its worker was lost.</summary>
    WorkerLost,

    /// <summary>One of its ranks was lost.</summary>
    RankLost,

    /// <summary>Its program, interpreter or launcher did not start, or a line of its <c>pre_exec</c> failed.</summary>
    Startup,

    /// <summary>A file could not be brought to it or taken from it.</summary>
    Staging,

    /// <summary>It used more memory than it may.</summary>
    OutOfMemory,

    /// <summary>The time of the allocation that it ran in was over.</summary>
    TimeLimit,

    /// <summary>It was not accepted, or no worker has the resources that it asks for.</summary>
    Refused,

    /// <summary>It cannot be run as described, or its result has no JSON form.</summary>
    Invalid,

    /// <summary>Its inputs or its result exceed <c>scalems.transfer.max</c>.</summary>
    TooLarge,

    /// <summary>A task that it depends on failed.</summary>
    Dependency,

    /// <summary>It was cancelled.</summary>
    Canceled,
}
