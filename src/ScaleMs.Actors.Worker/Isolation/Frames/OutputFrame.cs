using System.Buffers.Binary;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Output of the running task, within the limit of what is kept.</summary>
/// <param name="Sequence">The task.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Utf8">The text; no character is split.</param>
internal readonly record struct OutputFrame(uint Sequence, OutputStream Stream, ReadOnlyMemory<byte> Utf8) : IFrame<OutputFrame>
{
    public static FrameKind Kind => FrameKind.Output;

    public int Size => 5 + Utf8.Length;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        destination[4] = (byte)Stream;
        Utf8.Span.CopyTo(destination[5..]);
    }

    public static OutputFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (sequence, stream) = (fields.UInt32(), (OutputStream)fields.Byte());
        return stream is OutputStream.Out or OutputStream.Error
            ? new OutputFrame(sequence, stream, fields.Rest())
            : throw new ProtocolException($"a task prints to stream 0 or 1, not to {(byte)stream}");
    }
}
