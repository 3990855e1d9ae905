namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>Asks for a part of a file. Answered with <see cref="FilePiece"/> or <see cref="FileMissing"/>.</summary>
/// <param name="Key">The file's key.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes, at most <see cref="FilePiece.MaxBytes"/>.</param>
public sealed record ReadFile(string Key, long Offset, int Length) : ITransferMessage;

/// <summary>A part of a file.</summary>
/// <param name="Key">The file's key.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Bytes">As many as were asked for.</param>
public sealed record FilePiece(string Key, long Offset, ReadOnlyMemory<byte> Bytes) : ITransferMessage
{
    /// <summary>As with batches, so that a piece delays other messages no longer than a batch does.</summary>
    public const int MaxBytes = BatchChunk.MaxBytes;
}

/// <summary>The asked actor cannot read the file.</summary>
/// <param name="Key">The file's key.</param>
/// <param name="Reason">Why.</param>
public sealed record FileMissing(string Key, string Reason) : ITransferMessage;
