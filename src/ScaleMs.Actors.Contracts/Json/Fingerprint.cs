using System.IO.Hashing;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// The 32 bits by which SCALE-MS tells work items apart: the CRC-32 of zlib over the text that Python's <c>json.dumps(item, sort_keys=True)</c>
/// prints.
/// </summary>
internal static class Fingerprint
{
    [ThreadStatic]
    private static Crc32? _crc;

    /// <summary>The fingerprint of a document.</summary>
    /// <param name="canonical">Its canonical text without blanks; Python's has one behind each comma and colon.</param>
    public static uint Of(ReadOnlySpan<byte> canonical)
    {
        var crc = _crc ??= new Crc32();
        while (canonical.IndexOfAny("\",:"u8) is >= 0 and var at)
        {
            var isText = canonical[at] == '"';
            var end = isText ? EndOfText(canonical, at + 1) : at + 1;
            crc.Append(canonical[..end]);
            if (!isText)
            {
                crc.Append(" "u8);
            }

            canonical = canonical[end..];
        }

        crc.Append(canonical);
        var value = crc.GetCurrentHashAsUInt32();
        crc.Reset();
        return value;
    }

    /// <summary>The position behind the closing quote.</summary>
    private static int EndOfText(ReadOnlySpan<byte> json, int from)
    {
        while (true)
        {
            from += json[from..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[from] == '"')
            {
                return from + 1;
            }

            from += 2;
        }
    }
}
