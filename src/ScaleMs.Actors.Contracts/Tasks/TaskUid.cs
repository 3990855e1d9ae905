using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Uid of a task: <c>scalems-task-</c> and the 64 hexadecimal digits of a SHA-256, or a text chosen by the submitter.
/// The hash is kept as 32 bytes, so that a million tasks do not need a million strings.
/// </summary>
public readonly struct TaskUid : IEquatable<TaskUid>
{
    /// <summary>Bytes of the hash form.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private const string Prefix = "scalems-task-";

    /// <summary>Maximum size of the buffer for canonical texts that a thread keeps; most documents have a few hundred bytes.</summary>
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _canonical;

    private readonly UInt128 _high;
    private readonly UInt128 _low;
    private readonly string? _text;

    private TaskUid(string text) => _text = text;

    private TaskUid(ReadOnlySpan<byte> hash)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(hash);
        _low = BinaryPrimitives.ReadUInt128BigEndian(hash[16..]);
    }

    /// <summary>True for the hash form.</summary>
    public bool IsHash => _text is null;

    /// <summary>The hash form from its 32 bytes.</summary>
    public static TaskUid OfHash(ReadOnlySpan<byte> hash) => new(hash[..HashSize]);

    /// <summary>The hash form of a JSON document, by its canonical text.</summary>
    public static TaskUid OfCanonicalJson(ReadOnlyMemory<byte> utf8Json) => OfCanonicalJson(utf8Json, withFingerprint: false, out _);

    /// <summary>The hash form of a JSON document, and its 32-bit fingerprint in SCALE-MS.</summary>
    public static TaskUid OfCanonicalJson(ReadOnlyMemory<byte> utf8Json, out uint fingerprint) => OfCanonicalJson(utf8Json, withFingerprint: true, out fingerprint);

    /// <summary>The fingerprint in a uid as SCALE-MS writes it, <c>scalems-task-1279946137</c>; null = it has another form.</summary>
    public static uint? FingerprintIn(string uid) =>
        uid.StartsWith(Prefix, StringComparison.Ordinal)
        && uint.TryParse(uid.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var fingerprint)
            ? fingerprint
            : null;

    private static TaskUid OfCanonicalJson(ReadOnlyMemory<byte> utf8Json, bool withFingerprint, out uint fingerprint)
    {
        var canonical = _canonical ??= new ArrayBufferWriter<byte>(1024);
        canonical.ResetWrittenCount();
        CanonicalJson.Write(utf8Json, canonical);
        Span<byte> hash = stackalloc byte[HashSize];
        SHA256.HashData(canonical.WrittenSpan, hash);
        fingerprint = withFingerprint ? Fingerprint.Of(canonical.WrittenSpan) : 0;
        if (canonical.Capacity > LargestKept)
        {
            _canonical = null;
        }

        return new TaskUid(hash);
    }

    /// <summary>Reads either form.</summary>
    public static TaskUid Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Length == Prefix.Length + (2 * HashSize) && text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            Span<byte> hash = stackalloc byte[HashSize];
            var digits = text.AsSpan(Prefix.Length);
            if (!digits.ContainsAnyInRange('A', 'F')
                && Convert.FromHexString(digits, hash, out _, out _) == OperationStatus.Done)
            {
                return new TaskUid(hash);
            }
        }

        return new TaskUid(text);
    }

    /// <summary>The uid of the <paramref name="n"/>th fresh run of the same item.</summary>
    public TaskUid Fresh(long n) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{this}-{n}"));

    /// <summary>Writes the 32 bytes of the hash form.</summary>
    public void CopyHashTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    public override string ToString()
    {
        if (_text is not null)
        {
            return _text;
        }

        Span<byte> hash = stackalloc byte[HashSize];
        CopyHashTo(hash);
        return Prefix + Convert.ToHexStringLower(hash);
    }

    public bool Equals(TaskUid other) => _high == other._high && _low == other._low && _text == other._text;

    public override bool Equals(object? obj) => obj is TaskUid other && Equals(other);

    public override int GetHashCode() => _text?.GetHashCode(StringComparison.Ordinal) ?? HashCode.Combine((ulong)_high, (ulong)_low);

    public static bool operator ==(TaskUid left, TaskUid right) => left.Equals(right);

    public static bool operator !=(TaskUid left, TaskUid right) => !left.Equals(right);
}
