using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ScaleMs.Actors.Files.Fingerprints;

/// <summary>
/// Key of a file: the 32 bytes of a SHA-256, as text 64 lower-case hexadecimal digits (the seed's <c>ResourceIdentifier</c>). Keys are
/// ordered as their bytes and as their texts.
/// </summary>
public readonly record struct ResourceIdentifier : IComparable<ResourceIdentifier>
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>The key with these bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32 of them.</exception>
    public ResourceIdentifier(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"a key has {Size} bytes, not {bytes.Length}", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ResourceIdentifier Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is not a key: {2 * Size} hexadecimal digits are expected");

    /// <summary>Reads 64 hexadecimal digits of either case; false = the text is something else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ResourceIdentifier key)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var read = text?.Length == 2 * Size && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
        key = read ? new ResourceIdentifier(bytes) : default;
        return read;
    }

    /// <summary>A copy of the 32 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public int CompareTo(ResourceIdentifier other) => _high.CompareTo(other._high) is var high && high != 0 ? high : _low.CompareTo(other._low);

    public static bool operator <(ResourceIdentifier left, ResourceIdentifier right) => left.CompareTo(right) < 0;

    public static bool operator <=(ResourceIdentifier left, ResourceIdentifier right) => left.CompareTo(right) <= 0;

    public static bool operator >(ResourceIdentifier left, ResourceIdentifier right) => left.CompareTo(right) > 0;

    public static bool operator >=(ResourceIdentifier left, ResourceIdentifier right) => left.CompareTo(right) >= 0;
}
