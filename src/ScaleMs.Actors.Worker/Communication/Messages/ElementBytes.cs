using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>The bytes of elements in memory, as memory.</summary>
internal sealed class ElementBytes<T>(Memory<T> elements) : MemoryManager<byte>
    where T : unmanaged
{
    /// <summary>What messages of such elements say of their form.</summary>
    public static TypeCode Form { get; } = Type.GetTypeCode(typeof(T));

    /// <summary>Refuses more than a message can have.</summary>
    /// <exception cref="ArgumentException">2 GiB or more.</exception>
    public static void CheckLength(int elements)
    {
        if ((long)elements * Unsafe.SizeOf<T>() > int.MaxValue)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{elements} elements of {Unsafe.SizeOf<T>()} bytes are too many for one message; it has at most {int.MaxValue / Unsafe.SizeOf<T>()}"));
        }
    }

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(elements.Span);

    public override MemoryHandle Pin(int elementIndex = 0) =>
        throw new NotSupportedException("the bytes are copied, never pinned");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
