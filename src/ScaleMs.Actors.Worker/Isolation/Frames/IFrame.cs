using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The content of one kind of frame.</summary>
internal interface IFrame<TSelf>
    where TSelf : struct, IFrame<TSelf>
{
    /// <summary>The frame's kind.</summary>
    static abstract FrameKind Kind { get; }

    /// <summary>Number of bytes that <see cref="Format"/> writes.</summary>
    int Size { get; }

    /// <summary>Writes exactly <see cref="Size"/> bytes.</summary>
    void Format(Span<byte> destination);

    /// <summary>Reads the frame. Its memory is a slice of <paramref name="source"/>.</summary>
    /// <exception cref="ProtocolException">The content is not a frame of this kind.</exception>
    static abstract TSelf Parse(ReadOnlyMemory<byte> source);
}
