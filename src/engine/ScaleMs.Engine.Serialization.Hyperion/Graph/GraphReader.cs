using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Akka.Serialization.Graph;

/// <summary>
/// Reads one payload: here the numbers and strings; objects, types and references in the other parts. Whatever the bytes are, what
/// is allocated stays in proportion to what is left of them. Reused, never shared.
/// </summary>
internal sealed partial class GraphReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CodecRegistry _registry;
    private byte[] _buffer = [];
    private int _position;

    public GraphReader(CodecRegistry registry) => _registry = registry;

    public int Left => _buffer.Length - _position;

    public byte ReadByte()
    {
        if ((uint)_position >= (uint)_buffer.Length)
        {
            throw Refused.Truncated(1, 0);
        }

        return _buffer[_position++];
    }

    public bool ReadBoolean() => ReadByte() != 0;

    public sbyte ReadSByte() => (sbyte)ReadByte();

    public short ReadInt16() => Narrow<short>(ReadInt64());

    public int ReadInt32() => Narrow<int>(ReadInt64());

    public long ReadInt64()
    {
        var value = ReadUInt64();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ushort ReadUInt16() => Narrow<ushort>(ReadUInt64());

    public char ReadChar() => (char)ReadUInt16();

    public uint ReadUInt32() => Narrow<uint>(ReadUInt64());

    public ulong ReadUInt64()
    {
        ulong value = ReadByte();
        if (value < 0x80)
        {
            return value;
        }

        value &= 0x7F;
        for (var shift = 7; shift < 70; shift += 7)
        {
            var next = ReadByte();
            if (shift == 63 && next > 1)
            {
                break;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Refused.Because("a number has more than 64 bits");
    }

    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public ushort ReadFixed16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public long ReadFixed64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public Guid ReadGuid() => new(Take(16));

    public string? ReadString()
    {
        var mark = ReadUInt32();
        if (mark == 0)
        {
            return null;
        }

        if (mark == Wire.Utf16Mark)
        {
            return string.Create(ReadCount(sizeof(char)), this, static (chars, reader) =>
            {
                foreach (ref var c in chars)
                {
                    c = (char)reader.ReadFixed16();
                }
            });
        }

        var size = mark - 1;
        if (size > (uint)Left)
        {
            throw Refused.Truncated((int)Math.Min(size, int.MaxValue), Left);
        }

        try
        {
            return StrictUtf8.GetString(Take((int)size));
        }
        catch (DecoderFallbackException e)
        {
            throw Refused.Because("a string is not UTF-8", e);
        }
    }

    public string ReadText() => ReadString() ?? throw Refused.Because("a string that must be there is null");

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Left)
        {
            throw Refused.Truncated(count, Left);
        }

        var span = _buffer.AsSpan(_position, count);
        _position += count;
        return span;
    }

    /// <summary>A number of elements, each of which takes at least <paramref name="bytesEach"/> bytes of what is left.</summary>
    public int ReadCount(int bytesEach = 1)
    {
        var count = ReadUInt64();
        if (count > (ulong)(Left / bytesEach))
        {
            throw Refused.Because($"{count} elements are announced, and {Left} bytes are left for them");
        }

        return (int)count;
    }

    private static T Narrow<T>(long value)
        where T : struct, INumberBase<T>
    {
        var narrow = T.CreateTruncating(value);
        return long.CreateTruncating(narrow) == value ? narrow : throw Refused.Because($"{value} does not fit in {typeof(T)}");
    }

    private static T Narrow<T>(ulong value)
        where T : struct, INumberBase<T>
    {
        var narrow = T.CreateTruncating(value);
        return ulong.CreateTruncating(narrow) == value ? narrow : throw Refused.Because($"{value} does not fit in {typeof(T)}");
    }
}
