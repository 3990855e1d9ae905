using System.Buffers;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Json.Rewriting;

namespace ScaleMs.Actors.Contracts.Files;

/// <summary>
/// Files inside arguments and results, at any depth: objects whose key <c>$file</c> is the file's key, 64 hexadecimal digits, with its
/// <c>size</c> in bytes beside it; or, from the process of a task to its worker, <c>{"path": "…"}</c>, a file that the worker is to take.
/// </summary>
public static class FileReferences
{
    /// <summary>The key of these objects.</summary>
    public const string Key = "$file";

    /// <summary>Bytes of the file.</summary>
    public const string SizeKey = "size";

    /// <summary>Where the client that submitted the task wants the file: a path relative to its directory.</summary>
    public const string ClientKey = "client";

    /// <summary>A name for the file, without directories.</summary>
    public const string NameKey = "name";

    /// <summary>True = copies for programs may be executed.</summary>
    public const string ExecutableKey = "executable";

    private const string PathKey = "path";
    private const int KeyLength = 64;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Quick check without parsing: false = the document has no files.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> utf8Json) => utf8Json.IndexOf("\"$file\""u8) >= 0;

    /// <summary>True for the text of a file's key: 64 lower-case hexadecimal digits.</summary>
    public static bool IsKey(string? text) => text?.Length == KeyLength && !text.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>The key of the file that the value refers to; null = it is not a reference to a file.</summary>
    public static string? KeyOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Key, out var key) && key.ValueKind == JsonValueKind.String && key.GetString() is var text && IsKey(text)
            ? text
            : null;

    /// <summary>The path of the file that the worker is to take; null = the value is something else.</summary>
    public static string? PathOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.TryGetProperty(Key, out var file) && file.ValueKind == JsonValueKind.Object
        && file.TryGetProperty(PathKey, out var path) && path.ValueKind == JsonValueKind.String
            ? path.GetString()
            : null;

    /// <summary>The keys of the document's files, each once.</summary>
    /// <exception cref="JsonException">The document is not JSON.</exception>
    public static HashSet<string> In(ReadOnlySpan<byte> utf8Json)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (MayBeIn(utf8Json))
        {
            var reader = new Utf8JsonReader(utf8Json);
            using var document = JsonDocument.ParseValue(ref reader);
            Find(document.RootElement, found);
        }

        return found;
    }

    /// <summary>The keys of the files in a value, added to <paramref name="found"/>.</summary>
    public static void Find(JsonElement value, ISet<string> found)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Find(item, found);
            }
        }
        else if (KeyOf(value) is { } key)
        {
            found.Add(key);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in (JsonRewriting.PlainObject(value) ?? value).EnumerateObject())
            {
                Find(member.Value, found);
            }
        }
    }

    /// <summary>The document with local paths in place of its files.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="pathOf">The path of the copy of a file, by its key.</param>
    public static byte[] Localize(ReadOnlySpan<byte> utf8Json, Func<string, string> pathOf) => JsonRewriting.Copy(utf8Json, (writer, value) =>
    {
        if (KeyOf(value) is not { } key)
        {
            return false;
        }

        writer.WriteStringValue(pathOf(key));
        return true;
    });

    /// <summary>The paths of the files that the worker is to take, each once.</summary>
    public static HashSet<string> PathsIn(ReadOnlySpan<byte> utf8Json)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        JsonRewriting.Copy(utf8Json, (writer, value) =>
        {
            if (PathOf(value) is not { } path)
            {
                return false;
            }

            found.Add(path);
            writer.WriteNullValue();
            return true;
        });
        return found;
    }

    /// <summary>The document with references in place of the files that the worker has taken.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="fileOf">Key and bytes of a file, by its path.</param>
    public static byte[] Take(ReadOnlySpan<byte> utf8Json, Func<string, (string Key, long Size)> fileOf) => JsonRewriting.Copy(utf8Json, (writer, value) =>
    {
        if (PathOf(value) is not { } path)
        {
            return false;
        }

        var (key, size) = fileOf(path);
        Write(writer, key, size, Path.GetFileName(path));
        return true;
    });

    /// <summary>Writes a reference.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="key">The file's key.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="name">See <see cref="NameKey"/>; null = none.</param>
    /// <param name="client">See <see cref="ClientKey"/>; null = nowhere.</param>
    /// <param name="isExecutable">See <see cref="ExecutableKey"/>.</param>
    public static void Write(Utf8JsonWriter writer, string key, long size, string? name = null, string? client = null, bool isExecutable = false)
    {
        writer.WriteStartObject();
        writer.WriteString(Key, key);
        writer.WriteNumber(SizeKey, size);
        if (name is not null)
        {
            writer.WriteString(NameKey, name);
        }

        if (client is not null)
        {
            writer.WriteString(ClientKey, client);
        }

        if (isExecutable)
        {
            writer.WriteBoolean(ExecutableKey, true);
        }

        writer.WriteEndObject();
    }
}
