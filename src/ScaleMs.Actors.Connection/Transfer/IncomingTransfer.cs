using System.Diagnostics;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>The receiving side of one transfer: accepts only the next chunk.</summary>
internal sealed class IncomingTransfer(int size, string manifest)
{
    private readonly byte[] _content = GC.AllocateUninitializedArray<byte>(size);

    public int Size => size;

    public string Manifest => manifest;

    /// <summary>When it began, by <see cref="Stopwatch"/>.</summary>
    public long Began { get; } = Stopwatch.GetTimestamp();

    /// <summary>Chunks received.</summary>
    public int Received { get; private set; }

    public bool IsComplete => Received == BatchChunk.CountOf(size);

    /// <summary>When the last chunk was accepted.</summary>
    public TimeSpan ProgressAt { get; set; }

    /// <summary>The complete content.</summary>
    public byte[] Content => IsComplete ? _content : throw new InvalidOperationException("the transfer is not complete");

    /// <summary>Adds a chunk.</summary>
    /// <returns>False = it was not the next one.</returns>
    public bool Add(BatchChunk part)
    {
        if (part.Index != Received || part.Size != size || part.Manifest != manifest || !part.IsSound)
        {
            return false;
        }

        part.Bytes.CopyTo(_content.AsMemory(part.Index * BatchChunk.MaxBytes));
        Received++;
        return true;
    }
}
