using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>The framework's generic structures that are more than their fields; found by name from <see cref="BuiltIns"/>.</summary>
internal static class ValueTypes
{
    public static Slot Nullable<T>(CodecRegistry registry)
        where T : struct => new NullableSlot<T>(registry);

    public static Slot ImmutableArray<T>(CodecRegistry registry)
    {
        var elements = new Elements<T>(registry);
        return new ValueSlot<ImmutableArray<T>>(
            MemberKind.Typed,
            (writer, value) =>
            {
                writer.WriteBoolean(!value.IsDefault);
                if (!value.IsDefault)
                {
                    elements.WriteCounted(writer, value.AsSpan());
                }
            },
            reader => reader.ReadBoolean() ? ImmutableCollectionsMarshal.AsImmutableArray(elements.ReadCounted(reader)) : default);
    }

    public static Slot ReadOnlyMemory<T>(CodecRegistry registry)
    {
        var elements = new Elements<T>(registry);
        return new ValueSlot<ReadOnlyMemory<T>>(
            MemberKind.Typed, (writer, value) => elements.WriteCounted(writer, value.Span), reader => elements.ReadCounted(reader));
    }

    public static Slot Memory<T>(CodecRegistry registry)
    {
        var elements = new Elements<T>(registry);
        return new ValueSlot<Memory<T>>(
            MemberKind.Typed, (writer, value) => elements.WriteCounted(writer, value.Span), reader => elements.ReadCounted(reader));
    }

    public static Slot ArraySegment<T>(CodecRegistry registry)
    {
        var elements = new Elements<T>(registry);
        return new ValueSlot<ArraySegment<T>>(
            MemberKind.Typed, (writer, value) => elements.WriteCounted(writer, value), reader => new ArraySegment<T>(elements.ReadCounted(reader)));
    }
}
