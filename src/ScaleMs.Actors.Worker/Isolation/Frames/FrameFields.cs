using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Reads a frame's fields one after another: little-endian numbers, strings as length and UTF-8.</summary>
internal ref struct FrameFields(ReadOnlyMemory<byte> source)
{
    private readonly ReadOnlyMemory<byte> _source = source;
    private int _at;

    public readonly bool IsAtEnd => _at == _source.Length;

    public byte Byte() => Take(1).Span[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span);

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span);

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8).Span);

    public string Text() => Encoding.UTF8.GetString(Take(Int32()).Span);

    /// <summary>A number of elements, each of <paramref name="elementSize"/> bytes or more.</summary>
    public int Count(int elementSize)
    {
        var count = Int32();
        return count >= 0 && count <= (_source.Length - _at) / elementSize
            ? count
            : throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a frame names {(uint)count} elements, more than it can hold"));
    }

    public ReadOnlyMemory<byte> Bytes(int count) => Take(count);

    /// <summary>All remaining bytes.</summary>
    public ReadOnlyMemory<byte> Rest() => Take(_source.Length - _at);

    public readonly void End()
    {
        if (!IsAtEnd)
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"{_source.Length - _at} bytes follow the end of a frame's content"));
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > _source.Length - _at)
        {
            throw new ProtocolException("a frame ends before its content does");
        }

        _at += count;
        return _source.Slice(_at - count, count);
    }
}
