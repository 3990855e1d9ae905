namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>A message that waits for its receive, or for credit. Continuations run on the thread that completes it.</summary>
internal sealed class PendingSend(ReadOnlyMemory<byte> content) : TaskCompletionSource
{
    private int _sent;

    /// <summary>Set when it is announced.</summary>
    public uint Number { get; set; }

    public int Length => content.Length;

    public bool IsSent => _sent == content.Length;

    /// <summary>Length of the next part.</summary>
    public int NextLength => Math.Min(content.Length - _sent, RankPacket.MostContent);

    /// <summary>Takes the next part.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var part = content.Slice(_sent, NextLength);
        _sent += part.Length;
        return part;
    }
}
