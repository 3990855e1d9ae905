using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Code in the process asked it to exit.</summary>
/// <param name="Code">The exit code.</param>
internal readonly record struct ExitingFrame(int Code) : IFrame<ExitingFrame>
{
    public static FrameKind Kind => FrameKind.Exiting;

    public int Size => 4;

    public void Format(Span<byte> destination) => BinaryPrimitives.WriteInt32LittleEndian(destination, Code);

    public static ExitingFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new ExitingFrame(fields.Int32());
        fields.End();
        return frame;
    }
}
