using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Rows of a batch as they are sent, see <see cref="LargeRows.Split"/>.</summary>
/// <param name="Batch">A batch by itself.</param>
/// <param name="Large">Its identity, where it is sent in parts; null = it fits one message.</param>
public readonly record struct BatchPiece(IBatch Batch, LargeRows.Identity? Large);
