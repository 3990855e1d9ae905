using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Why a task or a command is FAILED or CANCELED: a closed set, for programs to branch on. The text beside it
/// (<see cref="TaskOutcome.Exception"/>) is for people only. A user's <c>retry_on</c> names causes, see <see cref="ErrorKinds.RetryCauseOf"/>.
/// </summary>
[JsonConverter(typeof(ErrorKindJsonConverter))]
public enum ErrorKind
{
    /// <summary>The task's own code failed: an exception, or an exit code that is not 0.</summary>
    UserError = 1,

    /// <summary>The process that ran the task ended, by a signal or an unexpected exit.</summary>
    Crash,

    /// <summary>Its run time, queue time or total time exceeded its own limit.</summary>
    Timeout,

    /// <summary>Its worker was lost.</summary>
    WorkerLost,

    /// <summary>One of its ranks was lost.</summary>
    RankLost,

    /// <summary>Its program, interpreter or launcher did not start, or a line of its <c>pre_exec</c> failed.</summary>
    Startup,

    /// <summary>A file could not be staged in or out.</summary>
    Staging,

    /// <summary>It exceeded its memory limit.</summary>
    OutOfMemory,

    /// <summary>The allocation that it ran in reached its time limit.</summary>
    TimeLimit,

    /// <summary>It was not accepted, or no worker has the resources it needs.</summary>
    Refused,

    /// <summary>It cannot be run as described, or its result has no JSON form.</summary>
    Invalid,

    /// <summary>Its inputs or its result exceed <c>scalems.transfer.max</c>.</summary>
    TooLarge,

    /// <summary>A task that it depends on failed.</summary>
    Dependency,

    /// <summary>It was cancelled.</summary>
    Canceled,

    /// <summary>It exceeded its limit of disk space, or had written most when its worker ran out of it.</summary>
    OutOfDisk,
}
