using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Part of a batch that is sent separately, see <see cref="LargeRows.Split"/>.</summary>
/// <param name="Batch">A complete batch.</param>
/// <param name="Large">Its identity, if it is sent in chunks; null = it fits into one message.</param>
public readonly record struct BatchPiece(IBatch Batch, LargeRows.Identity? Large);
