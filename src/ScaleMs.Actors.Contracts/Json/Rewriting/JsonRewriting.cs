using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Json.Rewriting;

/// <summary>Copies a document and writes some of its objects anew.</summary>
internal static class JsonRewriting
{
    private const string Plain = "$object";

    // As ContractsJson writes the document.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A copy of the document.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="write">Writes something in place of an object and returns true, or false to have it copied.</param>
    public static byte[] Copy(ReadOnlySpan<byte> utf8Json, Func<Utf8JsonWriter, JsonElement, bool> write)
    {
        var reader = new Utf8JsonReader(utf8Json);
        using var document = JsonDocument.ParseValue(ref reader);
        var output = new ArrayBufferWriter<byte>(utf8Json.Length + 64);
        using (var writer = new Utf8JsonWriter(output, WriterOptions))
        {
            Copy(document.RootElement, writer, write);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>What a plain object with a key of the product's stands in, so that it is not taken for what that key means (Python's agent writes it).</summary>
    public static JsonElement? PlainObject(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.TryGetProperty(Plain, out var plain) && plain.ValueKind == JsonValueKind.Object ? plain : null;

    private static void CopyMembers(JsonElement value, Utf8JsonWriter writer, Func<Utf8JsonWriter, JsonElement, bool> write)
    {
        writer.WriteStartObject();
        if (PlainObject(value) is { } plain)
        {
            writer.WritePropertyName(Plain);
            CopyMembers(plain, writer, write);
        }
        else
        {
            foreach (var member in value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                Copy(member.Value, writer, write);
            }
        }

        writer.WriteEndObject();
    }

    private static void Copy(JsonElement value, Utf8JsonWriter writer, Func<Utf8JsonWriter, JsonElement, bool> write)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when write(writer, value):
                break;
            case JsonValueKind.Object:
                CopyMembers(value, writer, write);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, writer, write);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
