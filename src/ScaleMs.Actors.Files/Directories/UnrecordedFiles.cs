using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Metadata;

namespace ScaleMs.Actors.Files.Directories;

/// <summary>Files that a process had added to its store and not recorded yet when it died.</summary>
internal static class UnrecordedFiles
{
    /// <summary>Records them. A file that is named by a key must have that key, as bytes or as text; any other gets that of its bytes.</summary>
    public static StoreMetadata Record(StoreMetadata metadata, string directory)
    {
        var recorded = metadata.Files.Values.ToHashSet(StringComparer.Ordinal);
        var files = metadata.Files.ToBuilder();
        foreach (var path in Directory.EnumerateFiles(directory).Where(path => !recorded.Contains(path)))
        {
            if (KeyOf(path) is { } key)
            {
                files.TryAdd(key, path);
            }
        }

        return metadata with { Files = files.ToImmutable() };
    }

    private static ResourceIdentifier? KeyOf(string path)
    {
        var name = Path.GetFileName(path);
        var isKey = ResourceIdentifier.TryParse(name, out var key);
        if (!isKey && StoredName.Problem(name, MetadataFile.Name) is not null)
        {
            return null;
        }

        try
        {
            var bytes = new BinaryFile(path).Fingerprint();
            return !isKey || bytes == key ? bytes : new TextFile(path).Fingerprint() == key ? key : null;
        }
        catch (DataLocalizationException)
        {
            // Not a file that a store has made.
            return null;
        }
    }
}
