using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Akka.Serialization.Graph;

/// <summary>Writes one payload: here the numbers and strings; objects, types and references in the other parts. Reused, never shared.</summary>
internal sealed partial class GraphWriter
{
    // Most messages fit; larger ones grow the array to the next power of two through the pool.
    private const int InitialCapacity = 1024;

    // A buffer that one huge payload needed is not kept for the small ones that follow.
    private const int RetainedCapacity = 256 * 1024;

    private readonly CodecRegistry _registry;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialCapacity);
    private int _position;

    public GraphWriter(CodecRegistry registry) => _registry = registry;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _position);

    public void WriteByte(byte value)
    {
        if ((uint)_position >= (uint)_buffer.Length)
        {
            Grow(1);
        }

        _buffer[_position++] = value;
    }

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteSByte(sbyte value) => WriteByte((byte)value);

    public void WriteInt16(short value) => WriteInt32(value);

    public void WriteInt32(int value) => WriteUInt32((uint)((value << 1) ^ (value >> 31)));

    public void WriteInt64(long value) => WriteUInt64((ulong)((value << 1) ^ (value >> 63)));

    public void WriteUInt16(ushort value) => WriteUInt32(value);

    public void WriteChar(char value) => WriteUInt32(value);

    public void WriteUInt32(uint value)
    {
        Ensure(5);
        while (value >= 0x80)
        {
            _buffer[_position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_position++] = (byte)value;
    }

    public void WriteUInt64(ulong value)
    {
        Ensure(10);
        while (value >= 0x80)
        {
            _buffer[_position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_position++] = (byte)value;
    }

    public void WriteSingle(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    public void WriteFixed16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), value);

    public void WriteFixed64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    public void WriteGuid(Guid value) => value.TryWriteBytes(Take(16));

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Null is 0; otherwise the number of UTF-8 bytes plus one, and the bytes. Lone surrogates go by <see cref="WriteUtf16"/>.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteByte(0);
            return;
        }

        if (value.Length <= 40)
        {
            // At most 3 bytes for each char: the length fits in one byte, which is filled in afterwards.
            Ensure(1 + (value.Length * 3));
            if (Encode(value, _buffer.AsSpan(_position + 1)) is >= 0 and var written)
            {
                _buffer[_position] = (byte)(written + 1);
                _position += written + 1;
                return;
            }
        }
        else if (!HasLoneSurrogate(value))
        {
            var size = Encoding.UTF8.GetByteCount(value);
            WriteUInt32((uint)size + 1);
            Encoding.UTF8.GetBytes(value, Take(size));
            return;
        }

        WriteUtf16(value);
    }

    public Span<byte> Take(int count)
    {
        Ensure(count);
        var span = _buffer.AsSpan(_position, count);
        _position += count;
        return span;
    }

    private static int Encode(string value, Span<byte> target) =>
        System.Text.Unicode.Utf8.FromUtf16(value, target, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done
            ? written
            : -1;

    private static bool HasLoneSurrogate(string value)
    {
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return true;
            }

            rest = rest[(at + 2)..];
        }

        return false;
    }

    /// <summary>What UTF-8 cannot hold: the length mark <see cref="Wire.Utf16Mark"/>, the number of chars, and the chars.</summary>
    private void WriteUtf16(string value)
    {
        WriteUInt32(Wire.Utf16Mark);
        WriteUInt32((uint)value.Length);
        foreach (var c in value)
        {
            WriteFixed16(c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int count)
    {
        if (_buffer.Length - _position < count)
        {
            Grow(count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        var needed = (long)_position + count;
        if (needed > Array.MaxLength)
        {
            throw Refused.Because($"the payload is larger than {Array.MaxLength} bytes");
        }

        var size = Math.Min(Array.MaxLength, (long)BitOperations.RoundUpToPowerOf2((ulong)needed));
        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        _buffer.AsSpan(0, _position).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
