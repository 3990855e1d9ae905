using System.Buffers.Binary;
using System.Text;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The master has a submitted task.</summary>
/// <param name="Request">As in <see cref="SubmitFrame"/>.</param>
/// <param name="Uid">The task's uid.</param>
internal readonly record struct AcceptedFrame(uint Request, string Uid) : IFrame<AcceptedFrame>
{
    public static FrameKind Kind => FrameKind.Accepted;

    public int Size => 8 + Encoding.UTF8.GetByteCount(Uid);

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Request);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Encoding.UTF8.GetBytes(Uid, destination[8..]));
    }

    public static AcceptedFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new AcceptedFrame(fields.UInt32(), fields.Text());
        fields.End();
        return frame;
    }
}
