using System.Buffers;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>A pooled buffer that frames are appended to and that is written to the socket as a whole.</summary>
internal sealed class OutputBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    // Seven bits a byte: 64 bits need ten bytes.
    private const int MaxVarintSize = 10;

    // Rented at the first write: a buffer that is not in use costs nothing.
    private byte[] _bytes = [];
    private int _length;

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    public void WriteByte(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    public void Write(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    public void WriteVarint(ulong value)
    {
        Reserve(MaxVarintSize);
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[_length++] = (byte)value;
    }

    public void WriteSignedVarint(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    public void WriteString(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)size);
        Reserve(size);
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
    }

    /// <summary>Leaves room for a header; <see cref="EndFrame"/> fills it in.</summary>
    public int BeginFrame()
    {
        var start = _length;
        Reserve(FrameHeader.Size);
        _length += FrameHeader.Size;
        return start;
    }

    public void EndFrame(int start, FrameKind kind) =>
        new FrameHeader(kind, _length - start - FrameHeader.Size).Format(_bytes.AsSpan(start));

    public void Patch(int position, byte value) => _bytes[position] = value;

    public void Truncate(int length) => _length = length;

    /// <summary>Empties the buffer and, after an exceptionally large frame, gives the memory back.</summary>
    public void Reset(int retain)
    {
        _length = 0;
        if (_bytes.Length > retain)
        {
            Release();
        }
    }

    /// <summary>Empties the buffer and gives its memory back; it may be written to again.</summary>
    public void Release()
    {
        var bytes = _bytes;
        (_bytes, _length) = ([], 0);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void Dispose() => Release();

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        var old = _bytes;
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(checked(_length + count), old.Length * 2), capacity));
        old.AsSpan(0, _length).CopyTo(bytes);
        _bytes = bytes;
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
