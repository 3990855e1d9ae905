using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>Strings. The serializer silently replaces an unpaired surrogate by U+FFFD; here it is an error.</summary>
internal sealed class TextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Checked(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(Checked(value));

    /// <summary>The text, if it is valid.</summary>
    /// <exception cref="JsonException">It has an unpaired surrogate.</exception>
    public static ReadOnlySpan<char> Checked(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\ud800', '\udfff'); at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                throw new JsonException(string.Create(
                    CultureInfo.InvariantCulture, $"a text has half of a surrogate pair (U+{(int)text[at]:X4} at {at}), which is not a character"));
            }

            at++;
        }

        return text;
    }
}
