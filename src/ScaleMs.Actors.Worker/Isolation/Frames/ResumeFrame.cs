using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The task that waits goes on.</summary>
internal readonly record struct ResumeFrame(uint Sequence) : IFrame<ResumeFrame>
{
    public static FrameKind Kind => FrameKind.Resume;

    public int Size => 4;

    public void Format(Span<byte> destination) => BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);

    public static ResumeFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new ResumeFrame(fields.UInt32());
        fields.End();
        return frame;
    }
}
