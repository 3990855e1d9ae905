namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>Names one submitted task on the wire: which submission, and which of its items.</summary>
/// <param name="Submission">Version 7 UUID made by the submitter.</param>
/// <param name="Index">0-based position in the submission.</param>
public readonly record struct TaskKey(Guid Submission, int Index);
