using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Locking;
using ScaleMs.Actors.Files.Posix;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>The directory of a cache: one of several under a root, locked in the operating system while a process uses it.</summary>
internal sealed class CacheDirectory : IDisposable
{
    // More than the processes of one machine that have a cache at one root; a limit, because a broken file system may refuse every lock.
    private const int MostDirectories = 4096;

    private readonly FileStream _owner;

    private CacheDirectory(string path, FileStream owner)
    {
        Path = path;
        Files = System.IO.Path.Combine(path, "files");
        Tasks = System.IO.Path.Combine(path, "tasks");
        _owner = owner;
    }

    /// <summary>Full path, without links.</summary>
    public string Path { get; }

    /// <summary>Where the files are, named by their keys.</summary>
    public string Files { get; }

    /// <summary>Where the directories of running tasks are.</summary>
    public string Tasks { get; }

    /// <summary>Takes the first directory that no process uses, and removes what its last process has not completed.</summary>
    /// <exception cref="ContextException">The root cannot be written, or all directories are in use.</exception>
    public static CacheDirectory Take(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            var real = RealPath.Of(root);
            for (var number = 0; number < MostDirectories; number++)
            {
                var path = System.IO.Path.Combine(real, number.ToString(CultureInfo.InvariantCulture));
                Permissions.MakePrivateDirectory(path);
                if (OwnerLock.TryTake(path) is { } owner)
                {
                    return Prepare(new CacheDirectory(path, owner));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"there can be no cache of files in {root}: {error.Message}; name a directory that this process may write", error);
        }

        throw new ContextException($"all {MostDirectories} caches of files in {root} are locked; name another directory");
    }

    /// <summary>Files of earlier processes, the one that was read last at the end.</summary>
    public IEnumerable<(ResourceIdentifier Key, long Size)> Found() =>
        from file in new DirectoryInfo(Files).EnumerateFiles()
        let key = ResourceIdentifier.TryParse(file.Name, out var parsed) && parsed.ToString() == file.Name ? parsed : (ResourceIdentifier?)null
        where key is not null && FileKind.IsRegular(file.FullName)
        orderby file.LastAccessTimeUtc, file.Name
        select (key.Value, file.Length);

    public string PathOf(ResourceIdentifier key) => System.IO.Path.Combine(Files, key.ToString());

    public void Dispose() => _owner.Dispose();

    private static CacheDirectory Prepare(CacheDirectory directory)
    {
        try
        {
            Permissions.MakePrivateDirectory(directory.Files);
            Permissions.MakePrivateDirectory(directory.Tasks);
            foreach (var incomplete in Directory.EnumerateFiles(directory.Files, $"{TemporaryFiles.Prefix}*"))
            {
                File.Delete(incomplete);
            }

            foreach (var left in Directory.EnumerateFileSystemEntries(directory.Tasks))
            {
                // What another user's process has left there is no danger to this one.
                DirectoryTree.TryDelete(left);
            }

            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }
}
