using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Splits a stream that arrives in chunks of any size into frames.</summary>
/// <param name="limit">Longest accepted content, in bytes; longer content is never buffered.</param>
internal sealed class FrameReader(int limit)
{
    private const int Room = 64 * 1024;

    private byte[] _buffer = new byte[Room];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes go; never empty. Frames read before are no longer valid.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > 4 * Room)
            {
                _buffer = new byte[Room];
            }
        }

        var needed = Needed();
        if (_buffer.Length - _start < needed)
        {
            var target = needed > _buffer.Length ? new byte[needed] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            (_buffer, _start, _end) = (target, 0, _end - _start);
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Reports the number of bytes of <see cref="Free"/> that have been filled.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>The next whole frame; its content is valid until the next <see cref="Free"/>.</summary>
    /// <exception cref="ProtocolException">The bytes are not a frame.</exception>
    public bool TryRead(out FrameKind kind, out ReadOnlyMemory<byte> content)
    {
        (kind, content) = (default, default);
        if (_end - _start < FrameHeader.Size)
        {
            return false;
        }

        var header = FrameHeader.Parse(_buffer.AsSpan(_start), limit);
        if (_end - _start < FrameHeader.Size + header.Length)
        {
            return false;
        }

        (kind, content) = (header.Kind, _buffer.AsMemory(_start + FrameHeader.Size, header.Length));
        _start += FrameHeader.Size + header.Length;
        return true;
    }

    /// <summary>Bytes of the frame that is being received, and one more, so that there is always room.</summary>
    private int Needed()
    {
        var held = _end - _start;
        var frame = held >= FrameHeader.Size ? FrameHeader.Size + FrameHeader.Parse(_buffer.AsSpan(_start), limit).Length : FrameHeader.Size;
        return Math.Max(frame, held + 1);
    }
}
