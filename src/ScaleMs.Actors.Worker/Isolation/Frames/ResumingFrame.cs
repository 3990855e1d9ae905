using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>What a task waited for has come, and it wants to go on.</summary>
internal readonly record struct ResumingFrame(uint Sequence) : IFrame<ResumingFrame>
{
    public static FrameKind Kind => FrameKind.Resuming;

    public int Size => 4;

    public void Format(Span<byte> destination) => BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);

    public static ResumingFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new ResumingFrame(fields.UInt32());
        fields.End();
        return frame;
    }
}
