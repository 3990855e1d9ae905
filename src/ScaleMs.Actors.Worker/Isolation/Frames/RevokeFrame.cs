using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Revokes these tasks unless they have begun; none = all.</summary>
internal readonly record struct RevokeFrame(ImmutableArray<uint> Sequences) : IFrame<RevokeFrame>
{
    public static FrameKind Kind => FrameKind.Revoke;

    public int Size => SequenceList.Size(Sequences);

    public void Format(Span<byte> destination) => SequenceList.Format(Sequences, destination);

    public static RevokeFrame Parse(ReadOnlyMemory<byte> source) => new(SequenceList.Parse(source));
}
