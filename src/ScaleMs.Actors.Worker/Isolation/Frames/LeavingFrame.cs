using System.Text;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The process runs no more tasks and ends: prefetched tasks run in a new process.</summary>
/// <param name="Reason">The reason, for people; empty = expected.</param>
internal readonly record struct LeavingFrame(string Reason) : IFrame<LeavingFrame>
{
    public static FrameKind Kind => FrameKind.Leaving;

    public int Size => Encoding.UTF8.GetByteCount(Reason);

    public void Format(Span<byte> destination) => Encoding.UTF8.GetBytes(Reason, destination);

    public static LeavingFrame Parse(ReadOnlyMemory<byte> source) => new(Encoding.UTF8.GetString(source.Span));
}
