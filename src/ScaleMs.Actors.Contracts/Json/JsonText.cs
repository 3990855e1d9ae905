using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// Whether JSON is text all through. The reader of .NET looks into strings only when they are asked for, so bytes that are not UTF-8 and
/// halves of surrogate pairs get past it, and crash the code that reads the string later.
/// </summary>
public static class JsonText
{
    // A backslash, the letter u and four digits.
    private const int EscapeLength = 6;

    /// <summary>Does nothing where it is.</summary>
    /// <exception cref="JsonException">It is not; the message says what is wrong, and the exception where.</exception>
    public static void Check(ReadOnlySpan<byte> utf8Json)
    {
        if (InvalidByte(utf8Json) is { } at)
        {
            throw Error(utf8Json, at, string.Create(CultureInfo.InvariantCulture, $"the byte 0x{utf8Json[at]:X2} is not UTF-8 here, and JSON has to be"));
        }

        for (var from = 0; Next(utf8Json, (byte)'\\', from) is >= 0 and var escape;)
        {
            from = escape + Length(utf8Json[escape..]);
            if (from == escape)
            {
                throw Error(
                    utf8Json,
                    escape,
                    $"{Encoding.ASCII.GetString(utf8Json.Slice(escape, EscapeLength))} is half of a surrogate pair without the other half, which is no character; a file name that is not UTF-8 cannot be written in JSON");
            }
        }
    }

    /// <summary>Where the first byte is that is not UTF-8, counted from 0; null = all of them are.</summary>
    public static int? InvalidByte(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return null;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Line and column of a byte, both counted from 0.</summary>
    public static (int Line, int Column) PlaceOf(ReadOnlySpan<byte> text, int at)
    {
        var before = text[..at];
        return (before.Count((byte)'\n'), at - (before.LastIndexOf((byte)'\n') + 1));
    }

    private static int Next(ReadOnlySpan<byte> text, byte wanted, int from) =>
        from < text.Length && text[from..].IndexOf(wanted) is >= 0 and var found ? from + found : -1;

    /// <summary>Bytes of the escape sequence at the beginning; 0 = it is half of a pair.</summary>
    private static int Length(ReadOnlySpan<byte> escape) => CodeUnit(escape) switch
    {
        null => Math.Min(escape.Length, 2),
        { } unit when !char.IsSurrogate(unit) => EscapeLength,
        { } unit when char.IsHighSurrogate(unit) && CodeUnit(escape[EscapeLength..]) is { } low && char.IsLowSurrogate(low) => 2 * EscapeLength,
        _ => 0,
    };

    /// <summary>What <c>\u</c> and four digits stand for; null where there are none.</summary>
    private static char? CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u'
            && Utf8Parser.TryParse(escape[2..EscapeLength], out ushort unit, out var digits, 'x') && digits == EscapeLength - 2
                ? (char)unit
                : null;

    /// <summary>The end is as the reader of .NET has it.</summary>
    private static JsonException Error(ReadOnlySpan<byte> text, int at, string message)
    {
        var (line, column) = PlaceOf(text, at);
        return new JsonException(string.Create(CultureInfo.InvariantCulture, $"{message}. LineNumber: {line} | BytePositionInLine: {column}."), null, line, column);
    }
}
