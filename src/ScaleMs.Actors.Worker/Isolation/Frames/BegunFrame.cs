using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The next task begins. Written before any of its code runs, so that a crash can be attributed to it.</summary>
/// <param name="Sequence">The task.</param>
/// <param name="Microseconds">The time in microseconds since 1970-01-01 UTC.</param>
internal readonly record struct BegunFrame(uint Sequence, long Microseconds) : IFrame<BegunFrame>
{
    public static FrameKind Kind => FrameKind.Begun;

    public int Size => 12;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[4..], Microseconds);
    }

    public static BegunFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new BegunFrame(fields.UInt32(), fields.Int64());
        fields.End();
        return frame;
    }
}
