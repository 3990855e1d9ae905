using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Text;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>A reference to a file, <c>{"$file": "&lt;key&gt;", "size": bytes}</c>, perhaps with a <c>name</c>; other keys are ignored.</summary>
internal sealed class FileValueJsonConverter : JsonConverter<FileValue>
{

    public override FileValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return FileReferences.KeyOf(json) is { } text
            && json.TryGetProperty(FileReferences.SizeKey, out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) && bytes >= 0
            ? new FileValue(text, bytes) { Name = json.TryGetProperty(FileReferences.NameKey, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null }
            : throw new JsonException($$"""a file is expected, {"{{FileReferences.Key}}": "<64 lower-case hexadecimal digits>", "{{FileReferences.SizeKey}}": bytes}, not {{Shown(json)}}""");
    }

    public override void Write(Utf8JsonWriter writer, FileValue value, JsonSerializerOptions options)
    {
        if (!FileReferences.IsKey(value.Key) || value.Size < 0)
        {
            throw new JsonException($"the file has the key '{value.Key}' and {value.Size} bytes; 64 lower-case hexadecimal digits and 0 bytes or more are expected");
        }

        FileReferences.Write(writer, value.Key, value.Size, value.Name is { } name ? TextJsonConverter.Checked(name).ToString() : null);
    }

    private static string Shown(JsonElement json) => Excerpt.Of(json.GetRawText(), 100);
}
