namespace ScaleMs.Actors.Worker.Isolation.Links;

/// <summary>How a slot's process ended.</summary>
/// <param name="ExitCode">As the system has it; null = not known.</param>
internal readonly record struct LinkEnd(int? ExitCode)
{
    /// <summary>It ended because of another process, so its task is not to blame.</summary>
    public bool IsInnocent { get; init; }

    /// <summary>It ended with all others of its world, which was for this task only; the exit code is that of what had started them.</summary>
    public bool WithWorld { get; init; }

    /// <summary>What the program has said that had started it.</summary>
    public string Said { get => field ?? ""; init; }
}
