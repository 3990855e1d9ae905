using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The content of one kind of frame.</summary>
internal interface IFrame<TSelf>
    where TSelf : struct, IFrame<TSelf>
{
    /// <summary>Its kind.</summary>
    static abstract FrameKind Kind { get; }

    /// <summary>Bytes that <see cref="Format"/> writes.</summary>
    int Size { get; }

    /// <summary>Writes exactly <see cref="Size"/> bytes.</summary>
    void Format(Span<byte> destination);

    /// <summary>Reads it. What it refers to is a slice of <paramref name="source"/>.</summary>
    /// <exception cref="ProtocolException">Not such a frame.</exception>
    static abstract TSelf Parse(ReadOnlyMemory<byte> source);
}
