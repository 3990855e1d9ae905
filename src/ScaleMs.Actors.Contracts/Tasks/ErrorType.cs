namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>The name shown in front of an error's message, with the kind that programs branch on.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name of an exception's type, or a few words.</param>
public sealed record ErrorType(ErrorKind Kind, string Name)
{
    /// <summary>A key of the task is missing, invalid or unreadable.</summary>
    public static readonly ErrorType InvalidTask = new(ErrorKind.Invalid, "invalid task");

    /// <summary>No executor runs tasks of this mode.</summary>
    public static readonly ErrorType UnknownMode = new(ErrorKind.Invalid, "unknown mode");

    /// <summary>The function's return value has no JSON form.</summary>
    public static readonly ErrorType ResultNotSerializable = new(ErrorKind.Invalid, "result cannot be serialized");

    /// <summary>The worker's answer cannot be read as an outcome.</summary>
    public static readonly ErrorType UnreadableOutcome = new(ErrorKind.Invalid, "unreadable outcome");

    /// <summary>The program does not exist, is not executable, or could not be started.</summary>
    public static readonly ErrorType CannotStart = new(ErrorKind.Startup, "cannot start");

    /// <summary>The program's output could not be written to the file that the task names.</summary>
    public static readonly ErrorType OutputIncomplete = new(ErrorKind.Staging, "output incomplete");

    /// <summary>A file could not be staged in or out.</summary>
    public static readonly ErrorType StagingFailed = new(ErrorKind.Staging, "staging failed");

    /// <summary>There is no copy any more of a file that it needs.</summary>
    public static readonly ErrorType FileLost = new(ErrorKind.Staging, "file lost");

    /// <summary>A line of <c>pre_exec</c> failed, so the program did not run.</summary>
    public static readonly ErrorType PreparationFailed = new(ErrorKind.Startup, "pre_exec failed");

    /// <summary>The outcome exceeds <c>scalems.transfer.max</c>.</summary>
    public static readonly ErrorType ResultTooLarge = new(ErrorKind.TooLarge, "result too large");

    /// <summary>The description, with its inputs filled in, exceeds <c>scalems.transfer.max</c>.</summary>
    public static readonly ErrorType InputsTooLarge = new(ErrorKind.TooLarge, "inputs too large");

    /// <summary>It used more memory than its <c>mem_per_rank</c> allows.</summary>
    public static readonly ErrorType OutOfMemory = new(ErrorKind.OutOfMemory, "out of memory");

    /// <summary>It used more disk space than its <c>lfs_per_rank</c> allows, or than its worker can spare.</summary>
    public static readonly ErrorType OutOfDisk = new(ErrorKind.OutOfDisk, "out of disk");

    /// <summary>No worker has what the task needs.</summary>
    public static readonly ErrorType InsufficientResources = new(ErrorKind.Refused, "insufficient resources");

    /// <summary>The master did not accept it.</summary>
    public static readonly ErrorType Refused = new(ErrorKind.Refused, "refused");

    /// <summary>It was cancelled.</summary>
    public static readonly ErrorType Canceled = new(ErrorKind.Canceled, "canceled");

    /// <summary>It exceeded its time limit.</summary>
    public static readonly ErrorType Timeout = new(ErrorKind.Timeout, "timeout");

    /// <summary>Code in the process that ran the task exited the process.</summary>
    public static readonly ErrorType ProcessExit = new(ErrorKind.Crash, "process exit");

    /// <summary>The process that ran the task ended in any other way.</summary>
    public static readonly ErrorType ProcessCrash = new(ErrorKind.Crash, "process crash");

    /// <summary>A rank was ended because another rank of its task had failed.</summary>
    public static readonly ErrorType RankLost = new(ErrorKind.RankLost, "rank lost");

    /// <summary>Its worker was lost, and no attempts are left.</summary>
    public static readonly ErrorType WorkerLost = new(ErrorKind.WorkerLost, "worker lost");

    /// <summary>A task that it depends on failed.</summary>
    public static readonly ErrorType DependencyFailed = new(ErrorKind.Dependency, "dependency failed");

    /// <summary>The type of an exception that the task's own code threw.</summary>
    public static ErrorType Of(Exception exception) => new(ErrorKind.UserError, exception.GetType().FullName!);

    /// <summary>The name followed by the message.</summary>
    public string Text(string message) => $"{Name}: {message}";
}
