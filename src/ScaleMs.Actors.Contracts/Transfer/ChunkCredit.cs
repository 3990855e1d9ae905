namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>Answer to <see cref="BatchChunk"/>: progress of the transfer. It only grows, so the next answer makes up for a lost one.</summary>
/// <param name="Transfer">As in the chunk.</param>
/// <param name="Received">Chunks received without a gap.</param>
public sealed record ChunkCredit(Guid Transfer, int Received) : ITransferMessage;
