using System.Buffers;

namespace Akka.Serialization.Graph.Types;

/// <summary>Packs letters, digits and '.' into six bits each, and the few other characters of type names into twelve.</summary>
internal static class SixBit
{
    private const string Symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";

    /// <summary>The last of the 64 symbols: the next one is of <see cref="Others"/>.</summary>
    private const int Escape = 63;

    private const string Others = ",+`_<>-|$@=~ ";

    private static readonly SearchValues<char> All = SearchValues.Create(Symbols + Others);

    /// <returns>False when the text has other characters.</returns>
    public static bool TryPack(string text, out byte[] packed, out int symbols)
    {
        symbols = 0;
        packed = [];
        if (text.AsSpan().ContainsAnyExcept(All))
        {
            return false;
        }

        packed = new byte[PackedLength(text.Length * 2)];
        foreach (var c in text)
        {
            var symbol = Symbols.IndexOf(c, StringComparison.Ordinal);
            if (symbol < 0)
            {
                Put(packed, symbols++, Escape);
                symbol = Others.IndexOf(c, StringComparison.Ordinal);
            }

            Put(packed, symbols++, symbol);
        }

        packed = packed[..PackedLength(symbols)];
        return true;
    }

    public static string Unpack(ReadOnlySpan<byte> packed, int symbols)
    {
        Span<char> text = symbols <= 512 ? stackalloc char[symbols] : new char[symbols];
        var length = 0;
        for (var i = 0; i < symbols; i++)
        {
            var symbol = Get(packed, i);
            if (symbol != Escape)
            {
                text[length++] = Symbols[symbol];
                continue;
            }

            var other = ++i < symbols ? Get(packed, i) : int.MaxValue;
            text[length++] = other < Others.Length ? Others[other] : throw Refused.Because("a type's name is not packed as it must be");
        }

        return new string(text[..length]);
    }

    public static int PackedLength(int symbols) => (int)((((long)symbols * 6) + 7) / 8);

    private static void Put(byte[] packed, int index, int symbol)
    {
        var bit = index * 6;
        var shifted = symbol << (bit & 7);
        packed[bit >> 3] |= (byte)shifted;
        if (shifted > 0xFF)
        {
            packed[(bit >> 3) + 1] |= (byte)(shifted >> 8);
        }
    }

    private static int Get(ReadOnlySpan<byte> packed, int index)
    {
        var bit = index * 6;
        var pair = packed[bit >> 3] | ((bit & 7) > 2 ? packed[(bit >> 3) + 1] << 8 : 0);
        return (pair >> (bit & 7)) & 63;
    }
}
