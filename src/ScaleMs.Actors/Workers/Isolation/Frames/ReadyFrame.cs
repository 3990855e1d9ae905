namespace ScaleMs.Actors.Workers.Isolation.Frames;

/// <summary>The process has loaded everything and can run tasks.</summary>
internal readonly record struct ReadyFrame : IFrame<ReadyFrame>
{
    public static FrameKind Kind => FrameKind.Ready;

    public int Size => 0;

    public void Format(Span<byte> destination)
    {
        // Its kind says all.
    }

    public static ReadyFrame Parse(ReadOnlyMemory<byte> source)
    {
        new FrameFields(source).End();
        return default;
    }
}
