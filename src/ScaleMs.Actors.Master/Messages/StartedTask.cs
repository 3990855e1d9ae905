using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>An attempt that a worker has begun.</summary>
internal readonly record struct StartedTask(TaskKey Key, int Attempt, long At);
