using System.Text.Json;
using ScaleMs.Actors.Contracts.Json.Rewriting;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>References to other tasks' results inside arguments: objects whose only key is <c>$ref</c>, at any depth.</summary>
public static class JsonReferences
{
    private const string Key = "$ref";

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

    private static byte[] Replace(ReadOnlySpan<byte> utf8Json, Action<Utf8JsonWriter, string> write) => JsonRewriting.Copy(utf8Json, (writer, value) =>
    {
        if (value.GetPropertyCount() != 1 || !value.TryGetProperty(Key, out var target) || target.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        write(writer, target.GetString()!);
        return true;
    });
}
