using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Worker.Files;

/// <summary>Where a worker keeps copies of files.</summary>
/// <param name="CacheRoot">Directory of the copies of all workers of this machine.</param>
/// <param name="CacheSize">Maximum bytes of this worker's copies.</param>
/// <param name="Shared">The master's store, on a file system that this worker has too; null = it has not.</param>
/// <param name="Home">The worker's directory.</param>
internal sealed record FilesSettings(string CacheRoot, long CacheSize, string? Shared, string Home)
{
    /// <summary>Resolves the options.</summary>
    public static FilesSettings From(FilesOptions options) => new(
        options.CacheRoot, options.CacheSize, options.Store.Length > 0 ? Path.GetFullPath(options.Store) : null, Environment.CurrentDirectory);
}
