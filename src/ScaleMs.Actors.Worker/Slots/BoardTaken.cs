using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Slots that were taken at the board.</summary>
/// <param name="Row">For this task; null = for the one that waits.</param>
internal readonly record struct BoardTaken(TaskRow? Row);
