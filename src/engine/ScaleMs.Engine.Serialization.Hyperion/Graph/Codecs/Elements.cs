using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>A run of elements: those of numbers as they lie in memory, little-endian; others one by one.</summary>
internal sealed class Elements<T>
{
    private static readonly bool Blittable = BitConverter.IsLittleEndian
        && (typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort)
            || typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong)
            || typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(char) || typeof(T) == typeof(Half));

    private readonly Slot<T> _slot;

    public Elements(CodecRegistry registry) => _slot = registry.SlotOf<T>();

    /// <summary>The fewest bytes that an element takes.</summary>
    public static int BytesEach => Blittable ? Unsafe.SizeOf<T>() : 1;

    public void Write(GraphWriter writer, ReadOnlySpan<T> items)
    {
        if (Blittable)
        {
            writer.WriteBytes(AsBytes(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(items), items.Length)));
            return;
        }

        foreach (var item in items)
        {
            _slot.Write(writer, item);
        }
    }

    public void Read(GraphReader reader, Span<T> items)
    {
        if (Blittable)
        {
            var bytes = AsBytes(items);
            reader.Take(bytes.Length).CopyTo(bytes);
            return;
        }

        for (var i = 0; i < items.Length; i++)
        {
            items[i] = _slot.Read(reader);
        }
    }

    public void WriteCounted(GraphWriter writer, ReadOnlySpan<T> items)
    {
        writer.WriteUInt32((uint)items.Length);
        Write(writer, items);
    }

    public T[] ReadCounted(GraphReader reader)
    {
        var items = new T[reader.ReadCount(BytesEach)];
        Read(reader, items);
        return items;
    }

    private static Span<byte> AsBytes(Span<T> items) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)),
        checked(items.Length * Unsafe.SizeOf<T>()));
}
