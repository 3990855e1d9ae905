namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>
/// One part of the serialized form of a batch whose row is too large for one message. Parts are taken in order; one that comes out
/// of order or again does no harm. Answered with <see cref="ChunkCredit"/>.
/// </summary>
/// <param name="Transfer">Made by the sender; another one when the batch is sent again.</param>
/// <param name="Index">0 for the first part.</param>
/// <param name="Size">Bytes of all parts together.</param>
/// <param name="Manifest">Which batch it is, to the serializer of batches.</param>
/// <param name="Bytes"><see cref="MaxBytes"/> of them, in the last part what is left.</param>
public sealed record BatchChunk(Guid Transfer, int Index, int Size, string Manifest, ReadOnlyMemory<byte> Bytes) : ITransferMessage
{
    /// <summary>As much as an ordinary batch: a part is no more in the way of other messages than that.</summary>
    public const int MaxBytes = Batches.BatchLimits.Bytes;

    /// <summary>Parts of the transfer.</summary>
    public int Count => CountOf(Size);

    /// <summary>Whether the numbers agree with each other and with the bytes.</summary>
    public bool IsSound => Size > 0 && Index >= 0 && Index < Count && Bytes.Length == Math.Min(MaxBytes, Size - (Index * MaxBytes));

    /// <summary>Number of parts for that many bytes.</summary>
    public static int CountOf(int size) => (int)(((long)size + MaxBytes - 1) / MaxBytes);
}
