using System.Buffers;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Writes the primitives of the batch format: LEB128 integers, zigzag for signed ones, length-prefixed UTF-8.</summary>
public sealed class BatchWriter(int sizeHint)
{
    private readonly ArrayBufferWriter<byte> _output = new(Math.Max(sizeHint, 256));

    public byte[] ToArray() => _output.WrittenSpan.ToArray();

    public void WriteByte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    public void WriteUnsigned(ulong value)
    {
        var span = _output.GetSpan(10);
        var n = 0;
        while (value >= 0x80)
        {
            span[n++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[n++] = (byte)value;
        _output.Advance(n);
    }

    public void WriteCount(int value) => WriteUnsigned((ulong)value);

    public void WriteSigned(long value) => WriteUnsigned((ulong)((value << 1) ^ (value >> 63)));

    public void WriteGuid(Guid value)
    {
        _ = value.TryWriteBytes(_output.GetSpan(16), bigEndian: true, out var written);
        _output.Advance(written);
    }

    public void WriteText(string value)
    {
        WriteCount(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _output);
    }

    public void WriteBytes(ReadOnlySpan<byte> value) => _output.Write(value);

    /// <summary>33 bytes for a hash, otherwise 0 and the text.</summary>
    public void WriteUid(TaskUid uid)
    {
        WriteByte(uid.IsHash ? (byte)1 : (byte)0);
        if (uid.IsHash)
        {
            uid.CopyHashTo(_output.GetSpan(TaskUid.HashSize));
            _output.Advance(TaskUid.HashSize);
        }
        else
        {
            WriteText(uid.ToString());
        }
    }
}
