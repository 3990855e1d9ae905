using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>
/// The sending side of one transfer: sends a window of chunks beyond the acknowledged ones, and resends the window when no
/// acknowledgement arrives for a while (go-back-N).
/// </summary>
internal sealed class OutgoingTransfer
{
    /// <summary>Half a megabyte in flight: enough to fill a local network, and the longest delay for messages sent in between.</summary>
    public const int Window = 8;

    /// <summary>Longer than any round trip: by then the connection is lost, or the receiver has no room.</summary>
    public static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(2);

    /// <summary>Time without acknowledgement after which the receiver is disconnected, or is receiving another copy of the batch.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    private readonly string _manifest;
    private readonly ReadOnlyMemory<byte> _content;
    private int _next;
    private TimeSpan _progressAt;
    private TimeSpan _sentAt;

    public OutgoingTransfer(Guid id, string manifest, ReadOnlyMemory<byte> content, TimeSpan now)
    {
        (Id, _manifest, _content, _progressAt, _sentAt) = (id, manifest, content, now, now);
        Count = BatchChunk.CountOf(content.Length);
    }

    public Guid Id { get; }

    public int Count { get; }

    public int Size => _content.Length;

    /// <summary>Chunks acknowledged by the receiver.</summary>
    public int Acknowledged { get; private set; }

    public bool IsComplete => Acknowledged == Count;

    /// <summary>The chunks that the window allows now, each returned once.</summary>
    public IEnumerable<BatchChunk> Due()
    {
        while (_next < Math.Min(Count, Acknowledged + Window))
        {
            var index = _next++;
            var at = index * BatchChunk.MaxBytes;
            yield return new BatchChunk(Id, index, Size, _manifest, _content[at..Math.Min(at + BatchChunk.MaxBytes, Size)]);
        }
    }

    public void Acknowledge(int received, TimeSpan now)
    {
        if (received > Acknowledged && received <= Count)
        {
            (Acknowledged, _next) = (received, Math.Max(_next, received));
            (_progressAt, _sentAt) = (now, now);
        }
    }

    /// <summary>Makes the window due again if it was sent long ago without any acknowledgement.</summary>
    public void RewindIfStalled(TimeSpan now)
    {
        if (now - _sentAt >= ResendAfter)
        {
            (_next, _sentAt) = (Acknowledged, now);
        }
    }

    public bool IsGivenUp(TimeSpan now) => now - _progressAt >= GiveUpAfter;
}
