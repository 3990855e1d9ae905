namespace ScaleMs.Actors.Contracts.Json;

/// <summary>The CRC-32 of zlib (ISO 3309, reflected polynomial 0xEDB88320).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc = Add(crc, b);
        }

        return ~crc;
    }

    /// <summary>That of a canonical text in <see cref="CanonicalJson.Style.PythonDefault"/>, given the compact one: a blank behind each comma and colon.</summary>
    public static uint OfPythonDefault(ReadOnlySpan<byte> compact)
    {
        var (crc, isText, isEscaped) = (uint.MaxValue, false, false);
        foreach (var b in compact)
        {
            crc = Add(crc, b);
            if (isText)
            {
                isText = isEscaped || b != '"';
                isEscaped = !isEscaped && b == '\\';
            }
            else if (b == '"')
            {
                isText = true;
            }
            else if (b is (byte)',' or (byte)':')
            {
                crc = Add(crc, (byte)' ');
            }
        }

        return ~crc;
    }

    private static uint Add(uint crc, byte value) => Table[(byte)(crc ^ value)] ^ (crc >> 8);

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
