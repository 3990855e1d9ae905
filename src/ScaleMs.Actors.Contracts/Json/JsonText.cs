using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// Checks that JSON is valid text throughout. .NET's reader decodes strings lazily, so invalid UTF-8 and unpaired surrogates get past
/// it and crash the code that reads the string later.
/// </summary>
public static class JsonText
{
    // \u and four digits.
    private const int EscapeLength = 6;

    /// <summary>Returns if the JSON is valid text.</summary>
    /// <exception cref="JsonException">It is not; the message says why, the exception's position says where.</exception>
    public static void Check(ReadOnlySpan<byte> utf8Json)
    {
        if (InvalidByte(utf8Json) is { } at)
        {
            throw Error(utf8Json, at, string.Create(CultureInfo.InvariantCulture, $"the byte 0x{utf8Json[at]:X2} is not UTF-8 here, and JSON must be"));
        }

        for (var from = 0; Next(utf8Json, (byte)'\\', from) is >= 0 and var escape;)
        {
            from = escape + Length(utf8Json[escape..]);
            if (from == escape)
            {
                throw Error(
                    utf8Json,
                    escape,
                    $"{Encoding.ASCII.GetString(utf8Json.Slice(escape, EscapeLength))} is half of a surrogate pair without the other half, which is not a character; a file name that is not UTF-8 cannot be written in JSON");
            }
        }
    }

    /// <summary>0-based position of the first byte that is not UTF-8; null = all bytes are.</summary>
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

    /// <summary>0-based line and column of a byte.</summary>
    public static (int Line, int Column) PlaceOf(ReadOnlySpan<byte> text, int at)
    {
        var before = text[..at];
        return (before.Count((byte)'\n'), at - (before.LastIndexOf((byte)'\n') + 1));
    }

    private static int Next(ReadOnlySpan<byte> text, byte wanted, int from) =>
        from < text.Length && text[from..].IndexOf(wanted) is >= 0 and var found ? from + found : -1;

    /// <summary>Length in bytes of the escape sequence at the start; 0 = an unpaired surrogate.</summary>
    private static int Length(ReadOnlySpan<byte> escape) => CodeUnit(escape) switch
    {
        null => Math.Min(escape.Length, 2),
        { } unit when !char.IsSurrogate(unit) => EscapeLength,
        { } unit when char.IsHighSurrogate(unit) && CodeUnit(escape[EscapeLength..]) is { } low && char.IsLowSurrogate(low) => 2 * EscapeLength,
        _ => 0,
    };

    /// <summary>The code unit written as <c>\u</c> and four digits; null = not such an escape.</summary>
    private static char? CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u'
            && Utf8Parser.TryParse(escape[2..EscapeLength], out ushort unit, out var digits, 'x') && digits == EscapeLength - 2
                ? (char)unit
                : null;

    /// <summary>Ends the message in the format of .NET's reader.</summary>
    private static JsonException Error(ReadOnlySpan<byte> text, int at, string message)
    {
        var (line, column) = PlaceOf(text, at);
        return new JsonException(string.Create(CultureInfo.InvariantCulture, $"{message}. LineNumber: {line} | BytePositionInLine: {column}."), null, line, column);
    }
}
