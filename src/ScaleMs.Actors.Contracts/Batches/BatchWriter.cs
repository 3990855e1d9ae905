using System.Buffers;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Writes the primitives of the batch format: LEB128 integers, zigzag for signed ones, length-prefixed UTF-8.</summary>
public sealed class BatchWriter
{
    private readonly ArrayBufferWriter<byte> _output;
    private readonly List<ReadOnlyMemory<byte>>? _last;

    /// <summary>A writer of one piece.</summary>
    public BatchWriter(int sizeHint) => _output = new(Math.Max(sizeHint, 256));

    /// <summary>A writer that does not copy what comes last.</summary>
    /// <param name="last">Gets the parts written with <see cref="WriteLast"/>.</param>
    internal BatchWriter(List<ReadOnlyMemory<byte>> last) => (_output, _last) = (new(256), last);

    public byte[] ToArray() => _output.WrittenSpan.ToArray();

    /// <summary>What has been written, except for the parts that were not copied. Valid until more is written.</summary>
    internal ReadOnlyMemory<byte> Written => _output.WrittenMemory;

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

    /// <summary>Writes bytes that only others of these follow.</summary>
    internal void WriteLast(ReadOnlyMemory<byte> value)
    {
        if (_last is null)
        {
            WriteBytes(value.Span);
        }
        else
        {
            _last.Add(value);
        }
    }

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
