using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>A character as a string of length 1; an unpaired surrogate is an error.</summary>
internal sealed class CharJsonConverter : JsonConverter<char>
{
    public override char Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Single(reader.GetString());

    public override char ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Single(reader.GetString());

    public override void Write(Utf8JsonWriter writer, char value, JsonSerializerOptions options) => writer.WriteStringValue(TextJsonConverter.Checked([value]));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, char value, JsonSerializerOptions options) =>
        writer.WritePropertyName(TextJsonConverter.Checked([value]));

    private static char Single(string? text) => text is [var only] ? only : throw new JsonException($"\"{text}\" is not one character");
}
