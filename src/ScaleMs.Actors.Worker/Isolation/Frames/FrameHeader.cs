using System.Buffers.Binary;
using System.Globalization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The header before each frame's content: version, kind, and the content's length (32 bits, little-endian).</summary>
internal readonly record struct FrameHeader(FrameKind Kind, int Length)
{
    /// <summary>Version of the whole protocol; any other is refused.</summary>
    public const byte Version = 2;

    /// <summary>Size of a header in bytes.</summary>
    public const int Size = 6;

    public void Format(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(destination[2..], Length);
    }

    /// <summary>Reads a header.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <param name="limit">Longest accepted content, in bytes.</param>
    /// <exception cref="ProtocolException">Another version, or a length out of bounds.</exception>
    public static FrameHeader Parse(ReadOnlySpan<byte> source, int limit)
    {
        if (source[0] != Version)
        {
            throw new ProtocolException(string.Create(
                CultureInfo.InvariantCulture, $"received a frame of version {source[0]}; this side speaks version {Version}"));
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(source[2..]);
        return length >= 0 && length <= limit
            ? new FrameHeader((FrameKind)source[1], length)
            : throw new ProtocolException(string.Create(
                CultureInfo.InvariantCulture, $"received a frame of {(uint)length} bytes; at most {limit} are accepted"));
    }
}
