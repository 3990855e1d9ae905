using System.Buffers;

namespace Akka.Remote.Wire;

/// <summary>
/// Cuts a byte stream into frames. Bytes are received straight into its buffer, which grows only to hold
/// one frame of the permitted size, so what a peer claims costs nothing until it is within the limit.
/// </summary>
internal sealed class FrameDecoder(int capacity, int maxBodyLength) : IDisposable
{
    /// <summary>A connection with much to say is read in portions of this size; a quiet one keeps its small buffer.</summary>
    private const int FullReadSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, FrameHeader.Size));
    private int _start;
    private int _end;
    private bool _wasFilled;

    /// <summary>The largest body accepted; small until the peer is authenticated.</summary>
    public int MaxBodyLength { get; set; } = maxBodyLength;

    public ReadOnlySpan<byte> Buffered => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Where the next received bytes go. Invalidates every body handed out so far.</summary>
    public Memory<byte> GetMemory()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_end == _bytes.Length && _start == 0)
        {
            Resize(_bytes.Length * 2);
        }
        else if (_wasFilled && _bytes.Length < FullReadSize)
        {
            Resize(Math.Min(_bytes.Length * 4, FullReadSize));
        }
        else if (_start > 0 && _bytes.Length - _end < _bytes.Length / 2)
        {
            Buffered.CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        return _bytes.AsMemory(_end);
    }

    public void Advance(int count)
    {
        _end += count;
        _wasFilled = _end == _bytes.Length;
    }

    /// <summary>Takes bytes that are not framed (the preamble).</summary>
    public void Consume(int count) => _start += count;

    public bool TryRead(out FrameKind kind, out ReadOnlySpan<byte> body)
    {
        kind = default;
        body = default;
        var buffered = Buffered;
        if (buffered.Length < FrameHeader.Size)
        {
            return false;
        }

        var header = FrameHeader.Parse(buffered);
        if ((uint)header.BodyLength > (uint)MaxBodyLength)
        {
            throw new WireFormatException($"The peer sent a frame of {(uint)header.BodyLength} bytes; at most {MaxBodyLength} are accepted here.");
        }

        if (buffered.Length - FrameHeader.Size < header.BodyLength)
        {
            return false;
        }

        kind = header.Kind;
        body = buffered.Slice(FrameHeader.Size, header.BodyLength);
        _start += FrameHeader.Size + header.BodyLength;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private void Resize(int size)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        Buffered.CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (bytes, 0, _end - _start);
    }
}
