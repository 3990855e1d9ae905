using System.Buffers.Binary;
using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>Sequence numbers of tasks, shared by two kinds of frames.</summary>
internal static class SequenceList
{
    public static int Size(ImmutableArray<uint> sequences) => 4 + (4 * sequences.Length);

    public static void Format(ImmutableArray<uint> sequences, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, sequences.Length);
        for (var i = 0; i < sequences.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 + (4 * i))..], sequences[i]);
        }
    }

    public static ImmutableArray<uint> Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var sequences = new uint[fields.Count(elementSize: 4)];
        for (var i = 0; i < sequences.Length; i++)
        {
            sequences[i] = fields.UInt32();
        }

        fields.End();
        return [.. sequences];
    }
}
