using System.Text;

namespace Akka.Remote.Wire;

/// <summary>Reads the fields of one frame; every length is checked against what is there before anything is allocated.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte()
    {
        if (_rest.IsEmpty)
        {
            throw Truncated();
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < _rest.Length; i++)
        {
            var b = _rest[i];
            if (i == 9 && b > 1)
            {
                break;
            }

            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new WireFormatException("A number in a frame is truncated or longer than 64 bits.");
    }

    public long ReadSignedVarint()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int ReadInt32()
    {
        var value = ReadSignedVarint();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new WireFormatException($"A number in a frame is out of range: {value}.");
    }

    /// <summary>A length of something that follows in this frame.</summary>
    public int ReadLength()
    {
        var value = ReadVarint();
        return value <= (ulong)_rest.Length ? (int)value : throw Truncated();
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes(ReadLength()));

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _rest.Length)
        {
            throw Truncated();
        }

        var value = _rest[..count];
        _rest = _rest[count..];
        return value;
    }

    public ReadOnlySpan<byte> ReadRest()
    {
        var value = _rest;
        _rest = default;
        return value;
    }

    private static WireFormatException Truncated() => new("A frame ends before its last field does.");
}
