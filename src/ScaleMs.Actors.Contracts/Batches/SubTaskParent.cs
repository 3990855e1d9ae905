using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The attempt at a task that has submitted another task.</summary>
public sealed record SubTaskParent(TaskKey Key, int Attempt);
