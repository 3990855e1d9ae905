using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Files;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>A reference to a file, <c>{"$file": "&lt;key&gt;", "size": bytes}</c>, perhaps with a <c>name</c>; other keys are ignored.</summary>
internal sealed class FileValueJsonConverter : JsonConverter<FileValue>
{
    /// <summary>The key of the JSON objects that stand for files.</summary>
    public const string Key = "$file";

    private const string Size = "size";
    private const string Name = "name";
    private const int KeyLength = 64;

    public override FileValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty(Key, out var key) && key.ValueKind == JsonValueKind.String && key.GetString() is { } text && IsKey(text)
            && json.TryGetProperty(Size, out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) && bytes >= 0
            ? new FileValue(text, bytes) { Name = json.TryGetProperty(Name, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null }
            : throw new JsonException($$"""a file is expected, {"{{Key}}": "<{{KeyLength}} lower-case hexadecimal digits>", "{{Size}}": bytes}, not {{Shown(json)}}""");
    }

    public override void Write(Utf8JsonWriter writer, FileValue value, JsonSerializerOptions options)
    {
        if (!IsKey(value.Key) || value.Size < 0)
        {
            throw new JsonException($"the file has the key '{value.Key}' and {value.Size} bytes; {KeyLength} lower-case hexadecimal digits and 0 bytes or more are expected");
        }

        writer.WriteStartObject();
        writer.WriteString(Key, value.Key);
        writer.WriteNumber(Size, value.Size);
        if (value.Name is { } name)
        {
            writer.WriteString(Name, TextJsonConverter.Checked(name));
        }

        writer.WriteEndObject();
    }

    private static bool IsKey(string? text) => text?.Length == KeyLength && text.All(char.IsAsciiHexDigitLower);

    private static string Shown(JsonElement json) => json.GetRawText() is { Length: > 100 } text ? $"{text[..100]}…" : json.GetRawText();
}
