namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Asks for what a task has printed so far. Answered with a <see cref="TaskLog"/>, or a failed <see cref="CommandReply"/> where no
/// task has the uid.
/// </summary>
/// <param name="Id">Uid of the task.</param>
public sealed record ReadLog(string Id) : Command, IJsonContract
{
    /// <summary>Characters of standard output that are known already.</summary>
    public long FromStdout { get; init; }

    /// <summary>Characters of standard error that are known already.</summary>
    public long FromStderr { get; init; }
}

/// <summary>What a task has printed, from the place asked for on.</summary>
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
