using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>
/// Copies of files that a process has for its tasks, read-only and named by their keys, and directories of tasks that run. The bytes of the
/// files are bounded: those whose last use ended first are evicted, those in use are not. All members may be used by several threads at once.
/// </summary>
/// <remarks>
/// Files outlive the process: the next one that opens a cache at the same root has them. Nobody else may write them; one that was deleted or cut
/// by hand is forgotten when it is asked for.
/// </remarks>
public sealed partial class FileCache : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CacheDirectory _directory;
    private readonly CacheIndex _index;
    private bool _isClosed;
    private long _lastTask;

    private FileCache(CacheDirectory directory, long bound)
    {
        _directory = directory;
        _index = new CacheIndex(bound);
        Bound = bound;
    }

    /// <summary>
    /// Called with the key of each file that was evicted or has vanished, but not of those that <see cref="Remove"/> has removed; in order, within the
    /// operation that found it, so it must neither wait nor call the cache.
    /// </summary>
    public Action<ResourceIdentifier>? Evicted { get; set; }

    /// <summary>Full path of the cache's own directory, without links.</summary>
    public string Directory => _directory.Path;

    /// <summary>The most bytes of files, complete or reserved.</summary>
    public long Bound { get; }

    /// <summary>Bytes of all files, complete or reserved.</summary>
    public long Bytes => Locked(() => _index.Bytes);

    /// <summary>Of these, bytes that cannot be evicted: those of files in use, and reserved ones.</summary>
    public long BytesInUse => Locked(() => _index.BytesInUse);

    /// <summary>Keys of the files at this moment.</summary>
    public IReadOnlyCollection<ResourceIdentifier> Keys => Locked(() => _index.Entries.Select(static entry => entry.Key).ToArray());

    /// <summary>Opens a cache in <c>&lt;root&gt;/&lt;n&gt;</c>, with the first n from 0 that no other cache has open, and with the files that are there.</summary>
    /// <param name="root">Path of a directory, which is made if it does not exist.</param>
    /// <param name="bound">The most bytes of files, 0 or more; what is there beyond it is evicted.</param>
    /// <exception cref="ContextException">The directory cannot be written.</exception>
    public static FileCache Open(string root, long bound)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        var directory = CacheDirectory.Take(root);
        try
        {
            var cache = new FileCache(directory, bound);
            cache.Fill();
            return cache;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>True when the cache has the file now. It may be evicted next, see <see cref="TryGet"/>.</summary>
    public bool Contains(ResourceIdentifier key)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            return Find(key) is not null;
        }
    }

    /// <summary>Begins a use of a file.</summary>
    /// <param name="key">The file's key.</param>
    /// <param name="file">The use, to be disposed of.</param>
    /// <returns>False = the cache does not have the file.</returns>
    public bool TryGet(ResourceIdentifier key, [NotNullWhen(true)] out CachedFile? file)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            file = Find(key) is { } entry ? Use(entry) : null;
            return file is not null;
        }
    }

    /// <summary>Removes a file, if it is there: now, or when its uses have ended. Until then it is there, and a file that is added with its content keeps it.</summary>
    /// <exception cref="ContextException">The file cannot be deleted.</exception>
    public void Remove(ResourceIdentifier key)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (_index.Find(key) is not { } entry)
            {
                return;
            }

            if (entry.Pins > 0)
            {
                entry.IsUnwanted = true;
                return;
            }

            Delete(entry);
        }
    }

    /// <summary>
    /// Gives the directory free for other caches, with its files. Uses and files on their way should have ended; after it, nothing but their disposal
    /// is possible.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _directory.Dispose();
        }
    }

    public override string ToString() => Directory;

    private void Fill()
    {
        try
        {
            lock (_gate)
            {
                foreach (var (key, size) in _directory.Found())
                {
                    _index.Add(key, size);
                }

                Evict(0);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"the cache of files {Directory} cannot be read: {error.Message}; remove it, if no process uses it", error);
        }
    }

    // What follows is called with the lock held.
    private void Reserve(string file, long size)
    {
        ThrowIfClosed();
        if (!_index.CanHold(size))
        {
            throw new FileCacheFullException(string.Create(
                CultureInfo.InvariantCulture,
                $"{file} has {size} bytes and does not fit into the cache {Directory}: of its {Bound} bytes, running tasks use {_index.BytesInUse}; set scalems.files.cache-size to {(UInt128)size + (UInt128)_index.BytesInUse} bytes or more, or run fewer tasks with large files at once"));
        }

        Evict(size);
        _index.Reserve(size);
    }

    private void Evict(long size)
    {
        while (!_index.HasRoom(size))
        {
            var oldest = _index.Oldest!;
            Delete(oldest);
            Evicted?.Invoke(oldest.Key);
        }
    }

    private CacheEntry? Find(ResourceIdentifier key)
    {
        if (_index.Find(key) is not { } entry)
        {
            return null;
        }

        if (new FileInfo(_directory.PathOf(key)) is { Exists: true } file && file.Length == entry.Size)
        {
            return entry;
        }

        Delete(entry);
        Evicted?.Invoke(key);
        return null;
    }

    private void Delete(CacheEntry entry)
    {
        var path = _directory.PathOf(entry.Key);
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"{path} cannot be deleted: {error.Message}; restore the permissions of its directory", error);
        }

        _index.Forget(entry);
    }

    private CachedFile Use(CacheEntry entry)
    {
        _index.Pin(entry);
        return new CachedFile(entry, _directory.PathOf(entry.Key), EndUse);
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, this);

    // What follows takes the lock.
    private void EndUse(CacheEntry entry)
    {
        lock (_gate)
        {
            if (_index.Unpin(entry) && !_isClosed)
            {
                // One that cannot be deleted is found when the cache is opened next.
                TemporaryFiles.Discard(_directory.PathOf(entry.Key));
            }
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
