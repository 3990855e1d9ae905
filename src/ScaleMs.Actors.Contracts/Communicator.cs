namespace ScaleMs.Actors.Contracts;

/// <summary>
/// Passed to a function as <see cref="Tasks.WorkItem.CommArgName"/>: the rank of this call within the task.
/// </summary>
/// <param name="Rank">0 to <paramref name="Size"/> - 1.</param>
/// <param name="Size">Number of ranks of the task, 1 or more.</param>
public sealed record Communicator(int Rank, int Size);
