using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>Errors of a JSON reader, with 1-based positions.</summary>
public static partial class JsonErrors
{
    /// <summary>An error in a single line.</summary>
    public static string InLine(JsonException error) => error.BytePositionInLine is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"column {position + 1}: {Text(error)}")
        : Text(error);

    /// <summary>An error in a text of several lines.</summary>
    public static string InFile(JsonException error) => error.LineNumber is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, {InLine(error)}")
        : InLine(error);

    /// <summary>An error in a contract, with the name of the contract.</summary>
    public static string Of(ProtocolException error, Func<JsonException, string> place)
    {
        if (error.InnerException is ProtocolException part && error.Message.EndsWith(part.Message, StringComparison.Ordinal))
        {
            return error.Message[..^part.Message.Length] + Of(part, Text);
        }

        if (error.InnerException is not JsonException json)
        {
            return WithoutPlace(error.Message);
        }

        var colon = error.Message.IndexOf(':', StringComparison.Ordinal);
        return $"{(colon > 0 ? error.Message[..colon] : error.Message)}: {OfKey(json) ?? place(json)}";
    }

    /// <summary>A message that names the key instead of the position, which may be relative to a part of the user's text.</summary>
    /// <returns>Null = the error is not about a key.</returns>
    private static string? OfKey(JsonException error)
    {
        if (UnknownKey().Match(error.Message) is { Success: true } unknown)
        {
            var (key, type) = (unknown.Groups[1].Value, unknown.Groups[2].Value);
            return PilotKeys.Reason(key) is { } reason ? $"\"{key}\" is not supported: {reason}"
                : KeyAliases.NeedsMode(key, type) ? $"\"{key}\": only a description with a \"mode\" can have it"
                : KeyAliases.Of(key, type) is { } meant ? $"\"{key}\": no such key; did you mean \"{meant}\"?"
                : $"\"{key}\": no such key; known are {string.Join(", ", JsonKeys.Beside(type))}";
        }

        if (MissingKeys().Match(error.Message) is { Success: true } missing)
        {
            return $"{missing.Groups[1].Value.Replace('\'', '"')} is missing";
        }

        if (RepeatedKey().Match(error.Message) is { Success: true } repeated)
        {
            return $"\"{repeated.Groups[1].Value}\" appears twice";
        }

        return error.Message.Contains("could not be converted", StringComparison.Ordinal)
            && FirstKey().Match(error.Path ?? "") is { Success: true } first
            && JsonKeys.Expected(first.Groups[1].Value) is { } expected
                ? $"\"{first.Groups[1].Value}\": {expected} is expected"
                : null;
    }

    [GeneratedRegex("property '(.+)' could not be mapped to any .NET member contained in type '(.+?)'")]
    private static partial Regex UnknownKey();

    [GeneratedRegex("missing required properties including: ('.+')")]
    private static partial Regex MissingKeys();

    [GeneratedRegex("Duplicate property '(.+)' encountered")]
    private static partial Regex RepeatedKey();

    [GeneratedRegex(@"^\$\.([A-Za-z_]+)")]
    private static partial Regex FirstKey();

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
