namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Asks for a task's output so far. Answered with a <see cref="TaskLog"/>, or a failed <see cref="CommandReply"/> when no task has
/// the uid.
/// </summary>
/// <param name="Id">Uid of the task.</param>
public sealed record ReadLog(string Id) : Command, IJsonContract
{
    /// <summary>Characters of standard output already read.</summary>
    public long FromStdout { get; init; }

    /// <summary>True = <see cref="Id"/> is the uid of a worker that the master has started, and its log is meant: the last 64 KiB of it.</summary>
    public bool Worker { get; init; }

    /// <summary>Characters of standard error already read.</summary>
    public long FromStderr { get; init; }
}

/// <summary>A task's output, from the requested offsets.</summary>
public sealed record TaskLog : IJsonContract
{
    public required string Id { get; init; }

    public required Tasks.TaskState State { get; init; }

    public string Stdout { get; init; } = "";

    public string Stderr { get; init; } = "";

    /// <summary>For the next <see cref="ReadLog.FromStdout"/>.</summary>
    public long NextStdout { get; init; }

    /// <summary>For the next <see cref="ReadLog.FromStderr"/>.</summary>
    public long NextStderr { get; init; }
}
