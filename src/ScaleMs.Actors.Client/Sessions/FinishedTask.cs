using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A final task of a submission.</summary>
/// <param name="Index">0-based position in the submission.</param>
/// <param name="Record">Its record.</param>
public readonly record struct FinishedTask(int Index, TaskRecord Record);
