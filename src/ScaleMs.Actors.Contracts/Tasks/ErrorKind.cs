namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>What a failure is called: the first words of a <see cref="TaskOutcome.Exception"/>, where it is no exception of the user's code.</summary>
public static class ErrorKind
{
    /// <summary>What the task asks for cannot be: a key is missing, has a value that it cannot have, or cannot be read.</summary>
    public const string InvalidTask = "invalid task";

    /// <summary>No executor runs tasks of this mode.</summary>
    public const string UnknownMode = "unknown mode";

    /// <summary>The program does not exist, is not executable, or the system does not start it.</summary>
    public const string CannotStart = "cannot start";

    /// <summary>A line of <c>pre_exec</c> failed, so the program did not run.</summary>
    public const string PreparationFailed = "pre_exec failed";

    /// <summary>The function's return value has no JSON form.</summary>
    public const string ResultNotSerializable = "result cannot be serialized";

    /// <summary>The outcome exceeds <c>scalems.transfer.max</c>.</summary>
    public const string ResultTooLarge = "result too large";

    /// <summary>What a worker said of the task is no outcome.</summary>
    public const string UnreadableOutcome = "unreadable outcome";

    /// <summary>No worker has as many slots as the task needs.</summary>
    public const string InsufficientResources = "insufficient resources";

    /// <summary>Somebody asked for its end.</summary>
    public const string Canceled = "canceled";

    /// <summary>It ran longer than it may.</summary>
    public const string Timeout = "timeout";

    /// <summary>The process that it ran in exited because somebody in it asked for that.</summary>
    public const string ProcessExit = "process exit";

    /// <summary>The process that it ran in ended in any other way.</summary>
    public const string ProcessCrash = "process crash";
}
