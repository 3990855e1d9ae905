using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Metadata;

/// <summary>
/// The metadata as the seed writes it: <c>{"instance": pid or null, "files": {64 hexadecimal digits: path}, "objects": {id: object}}</c>.
/// </summary>
internal static class MetadataJson
{
    private const string Instance = "instance";
    private const string Files = "files";
    private const string Objects = "objects";

    public static void Write(StoreMetadata metadata, Stream output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WritePropertyName(Instance);
        if (metadata.Instance is { } process)
        {
            writer.WriteNumberValue(process);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteStartObject(Files);
        foreach (var (key, path) in metadata.Files)
        {
            writer.WriteString(key.ToString(), path);
        }

        writer.WriteEndObject();
        writer.WriteStartObject(Objects);
        foreach (var (identity, fields) in metadata.Objects)
        {
            // As it was given: a number keeps all its digits.
            writer.WritePropertyName(identity);
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(fields), skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads the metadata of the store in a directory.</summary>
    /// <remarks>
    /// Of a path only the name counts: a store that was moved, or was reached by a link when the path was written, is the same store.
    /// </remarks>
    /// <exception cref="FormatException">The text is not metadata; the message says where.</exception>
    public static StoreMetadata Read(ReadOnlyMemory<byte> utf8Json, string directory)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, directory);
        }
        catch (JsonException error)
        {
            throw new FormatException($"it is not JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException($"it has a text that is not Unicode: {error.Message}", error);
        }
    }

    private static StoreMetadata Read(JsonElement root, string directory)
    {
        Check(root.ValueKind == JsonValueKind.Object, $"a JSON object is expected, not {root.ValueKind}");
        foreach (var member in root.EnumerateObject())
        {
            Check(member.Name is Instance or Files or Objects, $"'{member.Name}' is not one of '{Instance}', '{Files}' and '{Objects}'");
        }

        return new StoreMetadata(InstanceIn(root), FilesIn(root, directory), ObjectsIn(root));
    }

    private static int? InstanceIn(JsonElement root)
    {
        Check(root.TryGetProperty(Instance, out var instance), $"'{Instance}' is missing");
        if (instance.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var process = 0;
        Check(
            instance.ValueKind == JsonValueKind.Number && instance.TryGetInt32(out process) && process > 0,
            $"'{Instance}' is {instance.GetRawText()}, neither the number of a process nor null");
        return process;
    }

    private static ImmutableSortedDictionary<ResourceIdentifier, string> FilesIn(JsonElement root, string directory)
    {
        var files = StoreMetadata.Empty.Files.ToBuilder();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, value) in Members(root, Files))
        {
            Check(ResourceIdentifier.TryParse(text, out var key), $"'{Files}' has '{text}', where 64 hexadecimal digits are expected");
            Check(
                value.ValueKind == JsonValueKind.String && Path.GetFileName(value.GetString()!).Length > 0,
                $"'{Files}' has {value.GetRawText()} for {text}, where a path is expected");
            var path = Path.Combine(directory, Path.GetFileName(value.GetString()!));
            Check(files.TryAdd(key, path), $"'{Files}' has {key} twice");
            Check(paths.Add(path), $"'{Files}' has {path} under two keys");
        }

        return files.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, JsonElement> ObjectsIn(JsonElement root)
    {
        var objects = StoreMetadata.Empty.Objects.ToBuilder();
        foreach (var (identity, fields) in Members(root, Objects))
        {
            Check(fields.ValueKind == JsonValueKind.Object, $"'{Objects}' has {fields.ValueKind} for '{identity}', where an object is expected");
            objects.Add(identity, fields.Clone());
        }

        return objects.ToImmutable();
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var map))
        {
            return [];
        }

        Check(map.ValueKind == JsonValueKind.Object, $"'{name}' is {map.ValueKind}, where an object is expected");
        return map.EnumerateObject().Select(static member => (member.Name, member.Value));
    }

    private static void Check(bool valid, FormattableString problem)
    {
        if (!valid)
        {
            throw new FormatException(FormattableString.Invariant(problem));
        }
    }
}
