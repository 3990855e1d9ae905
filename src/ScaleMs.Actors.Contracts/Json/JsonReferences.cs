using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>References to other tasks' results inside arguments: objects whose only key is <c>$ref</c>, at any depth.</summary>
public static class JsonReferences
{
    private const string Key = "$ref";

    // As ContractsJson writes the document.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Quick check without parsing: false = the document has no references.</summary>
    public static bool MayHave(ReadOnlySpan<byte> utf8Json) => utf8Json.IndexOf("\"$ref\""u8) >= 0;

    /// <summary>The references of the document, in order, including repetitions.</summary>
    public static List<string> In(ReadOnlySpan<byte> utf8Json)
    {
        var found = new List<string>();
        if (MayHave(utf8Json))
        {
            Replace(utf8Json, (writer, reference) =>
            {
                found.Add(reference);
                writer.WriteNullValue();
            });
        }

        return found;
    }

    /// <summary>The document with its references renamed.</summary>
    public static byte[] Rename(ReadOnlySpan<byte> utf8Json, Func<string, string> rename) => Replace(utf8Json, (writer, reference) =>
    {
        writer.WriteStartObject();
        writer.WriteString(Key, rename(reference));
        writer.WriteEndObject();
    });

    /// <summary>The document with its references replaced by JSON values.</summary>
    public static byte[] Substitute(ReadOnlySpan<byte> utf8Json, Func<string, JsonElement?> valueOf) => Replace(utf8Json, (writer, reference) =>
    {
        if (valueOf(reference) is { } value)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    });

    private static byte[] Replace(ReadOnlySpan<byte> utf8Json, Action<Utf8JsonWriter, string> write)
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

    private static void Copy(JsonElement value, Utf8JsonWriter writer, Action<Utf8JsonWriter, string> write)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.GetPropertyCount() == 1 && value.TryGetProperty(Key, out var target) && target.ValueKind == JsonValueKind.String:
                write(writer, target.GetString()!);
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Copy(member.Value, writer, write);
                }

                writer.WriteEndObject();
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
