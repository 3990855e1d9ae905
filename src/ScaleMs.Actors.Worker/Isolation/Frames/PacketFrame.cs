using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>What one rank of a task sends to another one: to a slot's process or from it.</summary>
/// <param name="sequence">The rank in that process.</param>
/// <param name="rank">The other one: to the process, the sender; from it, the receiver.</param>
/// <param name="content">The packet.</param>
internal readonly ref struct PacketFrame(uint sequence, int rank, ReadOnlySpan<byte> content)
{
    private const int Fields = 8;

    public uint Sequence { get; } = sequence;

    public int Rank { get; } = rank;

    public ReadOnlySpan<byte> Content { get; } = content;

    public int Size => Fields + Content.Length;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Rank);
        Content.CopyTo(destination[Fields..]);
    }

    public static PacketFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        return new PacketFrame(fields.UInt32(), fields.Int32(), fields.Rest().Span);
    }
}
