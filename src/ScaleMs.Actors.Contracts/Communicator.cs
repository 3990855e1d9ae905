namespace ScaleMs.Actors.Contracts;

/// <summary>
/// What a function receives under <see cref="Tasks.WorkItem.CommArgName"/>: which rank of the task this call is.
/// </summary>
/// <param name="Rank">0 to <paramref name="Size"/> - 1.</param>
/// <param name="Size">Number of ranks of the task, 1 or more.</param>
public sealed record Communicator(int Rank, int Size);
