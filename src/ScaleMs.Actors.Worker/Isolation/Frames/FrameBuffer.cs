using System.Buffers;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Outgoing frames, written together.</summary>
internal sealed class FrameBuffer
{
    // A buffer for a rare large frame is freed; one for batches of small frames is kept.
    private const int KeptCapacity = 256 * 1024;

    private ArrayBufferWriter<byte> _bytes = new(4096);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public bool IsEmpty => _bytes.WrittenCount == 0;

    public void Add<TFrame>(in TFrame frame)
        where TFrame : struct, IFrame<TFrame>
    {
        var size = frame.Size;
        var span = _bytes.GetSpan(FrameHeader.Size + size);
        new FrameHeader(TFrame.Kind, size).Format(span);
        frame.Format(span.Slice(FrameHeader.Size, size));
        _bytes.Advance(FrameHeader.Size + size);
    }

    /// <summary>Adds what a rank sends.</summary>
    /// <param name="kind"><see cref="FrameKind.PacketTo"/> or <see cref="FrameKind.PacketFrom"/>.</param>
    /// <param name="packet">The packet.</param>
    public void Add(FrameKind kind, PacketFrame packet)
    {
        var span = _bytes.GetSpan(FrameHeader.Size + packet.Size);
        new FrameHeader(kind, packet.Size).Format(span);
        packet.Format(span.Slice(FrameHeader.Size, packet.Size));
        _bytes.Advance(FrameHeader.Size + packet.Size);
    }

    public void Clear()
    {
        if (_bytes.Capacity > KeptCapacity)
        {
            _bytes = new ArrayBufferWriter<byte>(4096);
        }
        else
        {
            _bytes.ResetWrittenCount();
        }
    }
}
