using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>These tasks are wanted back unless they have begun; none = all.</summary>
internal readonly record struct TakeBackFrame(ImmutableArray<uint> Sequences) : IFrame<TakeBackFrame>
{
    public static FrameKind Kind => FrameKind.TakeBack;

    public int Size => SequenceList.Size(Sequences);

    public void Format(Span<byte> destination) => SequenceList.Format(Sequences, destination);

    public static TakeBackFrame Parse(ReadOnlyMemory<byte> source) => new(SequenceList.Parse(source));
}
