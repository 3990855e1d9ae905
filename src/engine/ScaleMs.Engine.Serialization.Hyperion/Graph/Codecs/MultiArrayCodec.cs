using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>An array of several dimensions, all from 0: the lengths, then the elements in memory order.</summary>
internal sealed class MultiArrayCodec<T>(CodecRegistry registry, TypeEntry type) : BodyCodec
{
    private readonly Elements<T> _elements = new(registry);

    public override void Write(GraphWriter writer, object value)
    {
        var array = (Array)value;
        for (var dimension = 0; dimension < array.Rank; dimension++)
        {
            if (array.GetLowerBound(dimension) != 0)
            {
                throw Refused.Because($"a [{type.Name}] does not start at 0");
            }

            writer.WriteUInt32((uint)array.GetLength(dimension));
        }

        _elements.Write(writer, SpanOf(array));
    }

    public override object Read(GraphReader reader, int reference)
    {
        var lengths = new int[type.Rank];
        var total = 1L;
        for (var dimension = 0; dimension < lengths.Length; dimension++)
        {
            lengths[dimension] = (int)reader.ReadUInt32();
            total = lengths[dimension] >= 0 && total <= reader.Left ? total * lengths[dimension] : long.MaxValue;
        }

        if (total > reader.Left / Elements<T>.BytesEach)
        {
            throw Refused.Because($"a [{type.Name}] of [{string.Join(", ", lengths)}] is announced, and {reader.Left} bytes are left for it");
        }

        var array = Array.CreateInstance(type.Type.GetElementType()!, lengths);
        reader.Keep(reference, array);
        _elements.Read(reader, SpanOf(array));
        return array;
    }

    private static Span<T> SpanOf(Array array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
