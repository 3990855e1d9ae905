using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Tells this task to end if it runs.</summary>
internal readonly record struct CancelFrame(uint Sequence) : IFrame<CancelFrame>
{
    public static FrameKind Kind => FrameKind.Cancel;

    public int Size => 4;

    public void Format(Span<byte> destination) => BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);

    public static CancelFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new CancelFrame(fields.UInt32());
        fields.End();
        return frame;
    }
}
