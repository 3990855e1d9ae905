using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>
/// Python's form of NaN and the infinities, <c>{"$float": "nan"}</c>. A converter for <see cref="double"/> would slow down all other
/// numbers, so values that have this form are rewritten, and only if they cannot be read as they are.
/// </summary>
public static class PythonFloats
{
    private const string Key = "$float";

    /// <summary>True if the value may have that form somewhere.</summary>
    public static bool AreIn(JsonElement json) => JsonMarshal.GetRawUtf8Value(json).IndexOf("\"$float\""u8) >= 0;

    /// <summary>The number as .NET names it; null = the value has another form.</summary>
    public static string? NameOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() == 1 && json.TryGetProperty(Key, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() switch
            {
                "nan" => "NaN",
                "inf" => "Infinity",
                "-inf" => "-Infinity",
                _ => null,
            }
            : null;

    /// <summary>The value with these numbers as .NET names them.</summary>
    public static JsonElement Named(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, json);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        if (NameOf(json) is { } name)
        {
            writer.WriteStringValue(name);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in json.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value);
            }

            writer.WriteEndObject();
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var element in json.EnumerateArray())
            {
                Write(writer, element);
            }

            writer.WriteEndArray();
        }
        else
        {
            json.WriteTo(writer);
        }
    }
}
