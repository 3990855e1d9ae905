using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Node.Input;

/// <summary>What a JSON reader has to say, with its place as people count it.</summary>
internal static class JsonErrors
{
    /// <summary>Of a text of one line.</summary>
    public static string InLine(JsonException error) => error.BytePositionInLine is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"column {position + 1}: {Text(error)}")
        : Text(error);

    /// <summary>Of a text of several lines.</summary>
    public static string InFile(JsonException error) => error.LineNumber is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, {InLine(error)}")
        : InLine(error);

    /// <summary>Of a contract that was read, with what was being read.</summary>
    public static string Of(ProtocolException error, Func<JsonException, string> place)
    {
        if (error.InnerException is not JsonException json)
        {
            return WithoutPlace(error.Message);
        }

        var colon = error.Message.IndexOf(':', StringComparison.Ordinal);
        return $"{(colon > 0 ? error.Message[..colon] : error.Message)}: {place(json)}";
    }

    private static string Text(JsonException error) => WithoutPlace(error.Message);

    /// <summary>The reader counts from 0.</summary>
    private static string WithoutPlace(string text)
    {
        foreach (var tail in (ReadOnlySpan<string>)[" Path: ", " LineNumber: "])
        {
            var at = text.IndexOf(tail, StringComparison.Ordinal);
            text = at > 0 ? text[..at] : text;
        }

        return text;
    }
}
