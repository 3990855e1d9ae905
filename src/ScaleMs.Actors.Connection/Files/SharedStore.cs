using ScaleMs.Actors.Files;

namespace ScaleMs.Actors.Connection.Files;

/// <summary>The master's store where workers have it too, on a shared file system: they read from it, and put files beside it, which the master takes.</summary>
public static class SharedStore
{
    private const string Incoming = "incoming";

    /// <summary>Where the master's copy of a file is.</summary>
    /// <param name="store">Directory of the store.</param>
    /// <param name="key">The file's key.</param>
    public static string PathOf(string store, string key) => Path.Combine(store, FileStore.DirectoryName, key);

    /// <summary>True for a path that <see cref="AddAsync"/> may have returned.</summary>
    public static bool IsIncoming(string store, string path) =>
        Path.GetFullPath(path) == path && Path.GetDirectoryName(path) == Path.Combine(Path.GetFullPath(store), Incoming);

    /// <summary>Puts a copy of a file beside the store.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="IOException">The directory does not exist, or cannot be written.</exception>
    public static async Task<string> AddAsync(string store, string key, string path, CancellationToken cancellation)
    {
        if (!Directory.Exists(store))
        {
            throw new DirectoryNotFoundException("the directory does not exist; the master makes it where scalems.files.store of the seed names it, so both must have the same file system there");
        }

        var incoming = Path.GetFullPath(Path.Combine(store, Incoming));
        Directory.CreateDirectory(incoming);
        var target = Path.Combine(incoming, $"{key}-{Guid.NewGuid():N}");
        try
        {
            await Task.Run(() => File.Copy(path, target), cancellation).ConfigureAwait(false);
            return target;
        }
        catch
        {
            File.Delete(target);
            throw;
        }
    }
}
