using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The running task waits for tasks that it has submitted; others may run in its process meanwhile.</summary>
internal readonly record struct WaitingFrame(uint Sequence) : IFrame<WaitingFrame>
{
    public static FrameKind Kind => FrameKind.Waiting;

    public int Size => 4;

    public void Format(Span<byte> destination) => BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);

    public static WaitingFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new WaitingFrame(fields.UInt32());
        fields.End();
        return frame;
    }
}
