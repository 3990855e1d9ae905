using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Master.Files;

/// <summary>Where the master keeps files.</summary>
/// <param name="Directory">Full path of the store's directory.</param>
/// <param name="Bound">Maximum bytes of the files; null = no limit.</param>
/// <param name="IsTemporary">The directory is deleted when the master ends.</param>
internal sealed record KeeperSettings(string Directory, long? Bound, bool IsTemporary)
{
    /// <summary>Resolves the options.</summary>
    public static KeeperSettings From(FilesOptions files, JournalOptions journal) =>
        files.Store.Length > 0 ? new KeeperSettings(Path.GetFullPath(files.Store), files.StoreSize, IsTemporary: false)
        : journal.Path is { } path ? new KeeperSettings(Path.GetFullPath(Path.ChangeExtension(path, ".files")), files.StoreSize, IsTemporary: false)
        : new KeeperSettings(Path.Combine(Path.GetTempPath(), $"scalems-store-{Guid.NewGuid():N}"), files.StoreSize, IsTemporary: true);
}
