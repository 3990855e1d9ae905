namespace Akka.Serialization.Graph.Types;

/// <summary>Packs letters, digits, '.' and ',' into six bits each: what most type names are made of.</summary>
internal static class SixBit
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,";

    /// <returns>Null when the text has other characters.</returns>
    public static byte[]? Pack(string text)
    {
        var packed = new byte[PackedLength(text.Length)];
        for (var i = 0; i < text.Length; i++)
        {
            var symbol = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (symbol < 0)
            {
                return null;
            }

            var bit = i * 6;
            var shifted = symbol << (bit & 7);
            packed[bit >> 3] |= (byte)shifted;
            if (shifted > 0xFF)
            {
                packed[(bit >> 3) + 1] |= (byte)(shifted >> 8);
            }
        }

        return packed;
    }

    public static string Unpack(ReadOnlySpan<byte> packed, int length)
    {
        Span<char> text = length <= 512 ? stackalloc char[length] : new char[length];
        for (var i = 0; i < length; i++)
        {
            var bit = i * 6;
            var pair = packed[bit >> 3] | ((bit & 7) > 2 ? packed[(bit >> 3) + 1] << 8 : 0);
            text[i] = Alphabet[(pair >> (bit & 7)) & 63];
        }

        return new string(text);
    }

    public static int PackedLength(int length) => (int)(((long)length * 6 + 7) / 8);
}
