using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Posix;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>
/// Copies of files, found by their content, in a directory of this process. Their bytes have a bound: what was not used for the longest time makes room. A file
/// in use stays. All members may be used by several threads at once.
/// </summary>
/// <remarks>The directory of a process that has ended is taken over, with its files, by the next one that opens a cache at the same root.</remarks>
public sealed class FileCache : IDisposable
{
    private const int PieceSize = 128 * 1024;

    private readonly Lock _gate = new();
    private readonly CacheDirectory _directory;
    private readonly CacheIndex _index;
    private readonly long _bound;

    private FileCache(CacheDirectory directory, long bound)
    {
        (_directory, _bound, _index) = (directory, bound, new CacheIndex(bound));
        foreach (var (key, size) in directory.Found())
        {
            _index.Add(key, size);
        }

        MakeRoom(0, key: null);
    }

    /// <summary>Called with the key of a file that was deleted, on the thread that caused it.</summary>
    public event Action<ResourceIdentifier>? Evicted;

    /// <summary>Full path of the directory.</summary>
    public string Directory => _directory.Path;

    /// <summary>Bytes of the files, those included that are being received.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return _index.Bytes;
            }
        }
    }

    /// <summary>Opens a cache in the first directory under a root that no process uses.</summary>
    /// <param name="root">Path of a directory, which is made if it is missing.</param>
    /// <param name="bound">Most bytes of the files, 0 or more.</param>
    /// <exception cref="ContextException">The root cannot be used.</exception>
    public static FileCache Open(string root, long bound)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        return new FileCache(CacheDirectory.Take(Path.GetFullPath(root)), bound);
    }

    /// <summary>True when the file is there.</summary>
    public bool Contains(ResourceIdentifier key)
    {
        lock (_gate)
        {
            return _index.Find(key) is not null;
        }
    }

    /// <summary>Begins a use of a file; false = it is not there. A file that somebody has deleted from the disk is forgotten.</summary>
    public bool TryGet(ResourceIdentifier key, out CachedFile file)
    {
        file = null!;
        var path = _directory.PathOf(key);
        var exists = File.Exists(path);
        lock (_gate)
        {
            if (_index.Find(key) is not { } entry)
            {
                return false;
            }

            if (exists)
            {
                file = Use(entry);
                return true;
            }

            _index.Forget(entry);
        }

        Evicted?.Invoke(key);
        return false;
    }

    /// <summary>Takes a regular file into the cache and begins a use of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="move">True = it is renamed into the cache if that is possible; nobody may write it any more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataLocalizationException">There is no regular file at the path, or it cannot be read.</exception>
    /// <exception cref="FileCacheFullException">It does not fit.</exception>
    /// <exception cref="ContextException">The directory cannot be written.</exception>
    public Task<CachedFile> TakeAsync(string path, bool move = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        return Task.Run(() => move && FileKind.CanMoveInto(full, _directory.Files) ? Move(full, cancellationToken) : Copy(full, cancellationToken), cancellationToken);
    }

    /// <summary>Reserves room for a file that arrives in pieces. Disposing of it gives the room back unless <see cref="Add"/> has put the file in its place.</summary>
    /// <exception cref="FileCacheFullException">It does not fit.</exception>
    /// <exception cref="ContextException">The directory cannot be written.</exception>
    public IncomingFile Receive(ResourceIdentifier key, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Reserve(key.ToString(), size);
        try
        {
            return new IncomingFile(_directory.Files, key, size, owner: this, ended: () => Release(size));
        }
        catch
        {
            Release(size);
            throw;
        }
    }

    /// <summary>Puts a complete file in its place and begins a use of it.</summary>
    /// <exception cref="InvalidOperationException">The file is not complete, or was not begun here.</exception>
    /// <exception cref="ContextException">The directory cannot be written.</exception>
    public CachedFile Add(IncomingFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Check(this);
        lock (_gate)
        {
            if (_index.Find(file.Key) is { } known && File.Exists(_directory.PathOf(file.Key)))
            {
                return Use(known);
            }

            // Its room is released when it is moved, and counted again as that of a file, under one lock.
            file.MoveTo(_directory.PathOf(file.Key), this);
            return Use(Entry(file.Key, file.Size));
        }
    }

    /// <summary>Deletes a file: now, or when its last use ends.</summary>
    public void Remove(ResourceIdentifier key)
    {
        lock (_gate)
        {
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

        Evicted?.Invoke(key);
    }

    /// <summary>Makes an empty directory for a task, which is deleted with all others of tasks when the cache is opened again.</summary>
    /// <param name="name">Name of the directory, different for each task.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="ContextException">It cannot be made.</exception>
    public string CreateTaskDirectory(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = Path.Combine(_directory.Tasks, name);
        try
        {
            DirectoryTree.TryDelete(path);
            Permissions.MakePrivateDirectory(path);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"there can be no directory for a task at {path}: {error.Message}", error);
        }
    }

    /// <summary>Deletes the directory of a task. What cannot be deleted is deleted when the cache is opened again.</summary>
    public void RemoveTaskDirectory(string path)
    {
        if (Path.GetDirectoryName(path) == _directory.Tasks)
        {
            DirectoryTree.TryDelete(path);
        }
    }

    /// <summary>Leaves the directory, with its files, to the next process.</summary>
    public void Dispose() => _directory.Dispose();

    private CachedFile Copy(string path, CancellationToken cancellationToken)
    {
        using var source = SourceFile.Open(path);
        var size = source.Length;
        Reserve(path, size);
        var reserved = size;
        try
        {
            using var writer = new HashingWriter(TemporaryFiles.New(_directory.Files));
            var buffer = GC.AllocateUninitializedArray<byte>(PieceSize);
            while (Read(source, buffer, path) is > 0 and var count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (writer.Length + count > reserved)
                {
                    // It grows while it is copied.
                    Reserve(path, PieceSize);
                    reserved += PieceSize;
                }

                writer.Write(buffer.AsSpan(0, count));
            }

            var key = writer.Complete();
            lock (_gate)
            {
                Release_NeedsLock(reserved);
                reserved = 0;
                if (_index.Find(key) is { } known && File.Exists(_directory.PathOf(key)))
                {
                    return Use(known);
                }

                writer.MoveTo(_directory.PathOf(key));
                return Use(Entry(key, writer.Length));
            }
        }
        finally
        {
            Release(reserved);
        }
    }

    private CachedFile Move(string path, CancellationToken cancellationToken)
    {
        ResourceIdentifier key;
        long size;
        using (var source = SourceFile.Open(path))
        using (var fingerprint = new BinaryFingerprint())
        {
            var buffer = GC.AllocateUninitializedArray<byte>(PieceSize);
            while (Read(source, buffer, path) is > 0 and var count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                fingerprint.Append(buffer.AsSpan(0, count));
            }

            (key, size) = (fingerprint.Complete(), source.Position);
        }

        if (TryGet(key, out var known))
        {
            return known;
        }

        Reserve(path, size);
        try
        {
            lock (_gate)
            {
                Release_NeedsLock(size);
                size = 0;
                if (_index.Find(key) is { } found)
                {
                    return Use(found);
                }

                var target = _directory.PathOf(key);
                File.Move(path, target, overwrite: true);
                using var handle = File.OpenHandle(target);
                Permissions.MakeReadOnly(handle);
                return Use(Entry(key, RandomAccess.GetLength(handle)));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"{path} cannot be moved to {_directory.Files}: {error.Message}", error);
        }
        finally
        {
            Release(size);
        }
    }

    private static int Read(FileStream source, byte[] buffer, string path)
    {
        try
        {
            return source.Read(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.Unreadable(path, error);
        }
    }

    /// <summary>The entry of a file that has just come to its place; the room for it is there.</summary>
    private CacheEntry Entry(ResourceIdentifier key, long size)
    {
        if (_index.Find(key) is { } vanished)
        {
            _index.Forget(vanished);
        }

        return _index.Add(key, size);
    }

    private CachedFile Use(CacheEntry entry)
    {
        entry.IsUnwanted = false;
        _index.Pin(entry);
        return new CachedFile(entry, _directory.PathOf(entry.Key), EndUse);
    }

    private void EndUse(CacheEntry entry)
    {
        lock (_gate)
        {
            if (!_index.Unpin(entry))
            {
                return;
            }

            DeleteFile(entry.Key);
        }

        Evicted?.Invoke(entry.Key);
    }

    private void Reserve(string what, long size)
    {
        foreach (var key in MakeRoom(size, what))
        {
            Evicted?.Invoke(key);
        }
    }

    /// <summary>Deletes what was not used for the longest time until there is room, and takes the room.</summary>
    private List<ResourceIdentifier> MakeRoom(long size, string? key)
    {
        var evicted = new List<ResourceIdentifier>();
        lock (_gate)
        {
            if (!_index.CanHold(size))
            {
                throw new FileCacheFullException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the file {key} with {size} bytes does not fit into the copies of this worker in {Directory}: at most {_bound} bytes are allowed, and running tasks use {_index.BytesInUse}; raise scalems.files.cache-size"));
            }

            while (!_index.HasRoom(size) && _index.Oldest is { } oldest)
            {
                Delete(oldest);
                evicted.Add(oldest.Key);
            }

            _index.Reserve(size);
        }

        return evicted;
    }

    private void Release(long size)
    {
        lock (_gate)
        {
            Release_NeedsLock(size);
        }
    }

    private void Release_NeedsLock(long size) => _index.Release(size);

    private void Delete(CacheEntry entry)
    {
        _index.Forget(entry);
        DeleteFile(entry.Key);
    }

    private void DeleteFile(ResourceIdentifier key) => TemporaryFiles.Discard(_directory.PathOf(key));
}
