using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Answer to each <see cref="TakeBackFrame"/>: these have not begun and will not; in order.</summary>
internal readonly record struct ReturnedFrame(ImmutableArray<uint> Sequences) : IFrame<ReturnedFrame>
{
    public static FrameKind Kind => FrameKind.Returned;

    public int Size => SequenceList.Size(Sequences);

    public void Format(Span<byte> destination) => SequenceList.Format(Sequences, destination);

    public static ReturnedFrame Parse(ReadOnlyMemory<byte> source) => new(SequenceList.Parse(source));
}
