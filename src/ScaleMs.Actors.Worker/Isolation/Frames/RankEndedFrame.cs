using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Another rank of the task has ended, and sends nothing more.</summary>
internal readonly record struct RankEndedFrame(uint Sequence, int Rank) : IFrame<RankEndedFrame>
{
    public static FrameKind Kind => FrameKind.RankEnded;

    public int Size => 8;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Rank);
    }

    public static RankEndedFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var frame = new RankEndedFrame(fields.UInt32(), fields.Int32());
        fields.End();
        return frame;
    }
}
