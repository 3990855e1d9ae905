using System.Buffers.Binary;

namespace Akka.Remote.Wire;

/// <summary>Precedes every frame: the length of the body that follows, then the kind.</summary>
internal readonly struct FrameHeader(FrameKind kind, int bodyLength)
{
    public const int Size = sizeof(int) + sizeof(byte);

    public FrameKind Kind { get; } = kind;

    public int BodyLength { get; } = bodyLength;

    public void Format(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, BodyLength);
        output[sizeof(int)] = (byte)Kind;
    }

    public static FrameHeader Parse(ReadOnlySpan<byte> input) =>
        new((FrameKind)input[sizeof(int)], BinaryPrimitives.ReadInt32LittleEndian(input));
}
