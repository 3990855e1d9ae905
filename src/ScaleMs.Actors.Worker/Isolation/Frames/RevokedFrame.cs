using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Answer to each <see cref="RevokeFrame"/>: these tasks have not begun and will not; in order.</summary>
internal readonly record struct RevokedFrame(ImmutableArray<uint> Sequences) : IFrame<RevokedFrame>
{
    public static FrameKind Kind => FrameKind.Revoked;

    public int Size => SequenceList.Size(Sequences);

    public void Format(Span<byte> destination) => SequenceList.Format(Sequences, destination);

    public static RevokedFrame Parse(ReadOnlyMemory<byte> source) => new(SequenceList.Parse(source));
}
