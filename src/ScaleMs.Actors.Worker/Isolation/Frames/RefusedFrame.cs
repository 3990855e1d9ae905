using System.Text;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The process cannot run tasks.</summary>
/// <param name="Reason">The reason, for people.</param>
internal readonly record struct RefusedFrame(string Reason) : IFrame<RefusedFrame>
{
    public static FrameKind Kind => FrameKind.Refused;

    public int Size => Encoding.UTF8.GetByteCount(Reason);

    public void Format(Span<byte> destination) => Encoding.UTF8.GetBytes(Reason, destination);

    public static RefusedFrame Parse(ReadOnlyMemory<byte> source) => new(Encoding.UTF8.GetString(source.Span));
}
