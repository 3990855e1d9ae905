namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Limits that executors keep.</summary>
internal sealed record ExecutorSettings
{
    /// <summary>Characters kept of each captured stream; what exceeds them is cut with a note.</summary>
    public int OutputLimit { get; init; } = 1024 * 1024;

    /// <summary>Bytes of a task's whole outcome; a larger one is an error of the task.</summary>
    public int TransferLimit { get; init; } = 1024 * 1024;

    /// <summary>Grace period of a program that was told to end; after it the program is killed. Infinite = the caller kills it.</summary>
    public TimeSpan Grace { get; init; } = Timeout.InfiniteTimeSpan;
}
