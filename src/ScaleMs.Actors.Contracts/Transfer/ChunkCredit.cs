namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>Answer to <see cref="BatchChunk"/>: how far the transfer has come. It only grows, so a lost one is made good by the next.</summary>
/// <param name="Transfer">As in the part.</param>
/// <param name="Received">Parts that have arrived without a gap.</param>
public sealed record ChunkCredit(Guid Transfer, int Received) : ITransferMessage;
