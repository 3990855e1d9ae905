using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Reads the output of <see cref="BatchWriter"/>. A count that exceeds the remaining input is rejected before allocation.</summary>
public struct BatchReader(ReadOnlyMemory<byte> input)
{
    private readonly ReadOnlyMemory<byte> _input = input;
    private int _at;

    private readonly int Remaining => _input.Length - _at;

    public byte ReadByte() => Remaining > 0 ? _input.Span[_at++] : throw Truncated();

    public ulong ReadUnsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = ReadByte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new ProtocolException("a number in the batch is longer than 64 bits");
    }

    public long ReadSigned()
    {
        var value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int ReadInt32()
    {
        var value = ReadSigned();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new ProtocolException($"{value} in the batch is not a 32-bit number");
    }

    /// <summary>Reads a count of elements of at least <paramref name="elementSize"/> bytes each.</summary>
    public int ReadCount(int elementSize)
    {
        var value = ReadUnsigned();
        return value <= (ulong)(Remaining / elementSize) ? (int)value : throw Truncated();
    }

    public Guid ReadGuid() => new(ReadBytes(16).Span, bigEndian: true);

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes(ReadCount(1)).Span);

    public ReadOnlyMemory<byte> ReadBytes(int count)
    {
        if (count > Remaining)
        {
            throw Truncated();
        }

        _at += count;
        return _input.Slice(_at - count, count);
    }

    public ReadOnlyMemory<byte> ReadRest() => ReadBytes(Remaining);

    public TaskUid ReadUid()
    {
        if (ReadByte() == 1)
        {
            return TaskUid.OfHash(ReadBytes(TaskUid.HashSize).Span);
        }

        var text = ReadText();
        return text.Length > 0 ? TaskUid.Parse(text) : throw new ProtocolException("a task in the batch has an empty uid");
    }

    public readonly void End()
    {
        if (Remaining != 0)
        {
            throw new ProtocolException($"{Remaining} bytes follow the end of the batch");
        }
    }

    private static ProtocolException Truncated() => new("the batch ends before its content does");
}
