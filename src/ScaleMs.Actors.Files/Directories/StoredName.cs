using System.Text;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Directories;

/// <summary>Which names files in a store may be given.</summary>
internal static class StoredName
{
    // NAME_MAX of Linux.
    private const int MostBytes = 255;

    private static readonly char[] Forbidden = ['/', '\\', '\0', Path.DirectorySeparatorChar];

    /// <summary>What is wrong with a name; null = nothing.</summary>
    /// <param name="name">Name of a file without its directory.</param>
    /// <param name="reserved">Name of the file that records the others.</param>
    public static string? Problem(string name, string reserved) =>
        name.Length == 0 ? "a name is not empty"
        : name[0] == '.' ? $"'{name}' begins with a dot; names in a store begin with another character"
        : name.IndexOfAny(Forbidden) >= 0 ? $"'{name}' is a path; a name in a store has no separator"
        : name == reserved ? $"'{name}' is the store's own file; give another name"
        : name.StartsWith(TemporaryFiles.Prefix, StringComparison.Ordinal)
            ? $"'{name}' begins with '{TemporaryFiles.Prefix}', as files do that are not complete; give another name"
        : ResourceIdentifier.TryParse(name, out _) ? $"'{name}' has the form of a key; leave the name out to name the file by its key"
        : Encoding.UTF8.GetByteCount(name) > MostBytes ? $"'{name}' is longer than {MostBytes} bytes"
        : null;
}
