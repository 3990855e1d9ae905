using System.Collections.Concurrent;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Caching;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Worker.Files;

/// <summary>The copies of files that a worker's tasks share: taken from its tasks, or fetched once for all of them.</summary>
/// <param name="settings">Where they are.</param>
/// <param name="port">Fetches files, and has them kept by the master.</param>
internal sealed class WorkerCopies(FilesSettings settings, FilePort port) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ResourceIdentifier, Task<CachedFile>> _fetches = new();
    private FileCache? _cache;

    /// <summary>Called when a copy has been deleted, to make room or because nothing needs it.</summary>
    public Action<string>? Dropped { get; set; }

    /// <summary>The directory of the copies, which is made by the first task that needs it.</summary>
    /// <exception cref="ScaleMsException">It cannot be used.</exception>
    public FileCache Cache
    {
        get
        {
            lock (_gate)
            {
                if (_cache is null)
                {
                    _cache = FileCache.Open(settings.CacheRoot, settings.CacheSize);
                    _cache.Evicted = key => Dropped?.Invoke(key.ToString());
                }

                return _cache;
            }
        }
    }

    /// <summary>The path of a copy, by the file's key; null = there is none.</summary>
    public string? Find(string key)
    {
        if (Volatile.Read(ref _cache) is not { } cache || !ResourceIdentifier.TryParse(key, out var identifier) || !cache.TryGet(identifier, out var file))
        {
            return null;
        }

        using (file)
        {
            return file.Path;
        }
    }

    /// <summary>Nothing needs the file any more.</summary>
    public void Forget(string key)
    {
        if (Volatile.Read(ref _cache) is { } cache && ResourceIdentifier.TryParse(key, out var identifier))
        {
            cache.Remove(identifier);
        }
    }

    /// <summary>A copy, fetched if there is none here. It stays until it is disposed of.</summary>
    /// <exception cref="FileLostException">There is no copy anywhere.</exception>
    /// <exception cref="ScaleMsException">It cannot be fetched.</exception>
    public async Task<CachedFile> GetAsync(string text, CancellationToken cancellation)
    {
        var key = ResourceIdentifier.Parse(text);
        while (true)
        {
            if (Cache.TryGet(key, out var file))
            {
                return file;
            }

            // The first who wants it fetches it; the others wait for that, then find it.
            var mine = new TaskCompletionSource<CachedFile>(TaskCreationOptions.RunContinuationsAsynchronously);
            var fetch = _fetches.GetOrAdd(key, mine.Task);
            if (fetch != mine.Task)
            {
                await ((Task)fetch).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
                if (fetch.IsFaulted)
                {
                    await fetch.ConfigureAwait(false);
                }

                continue;
            }

            try
            {
                file = await FromSharedAsync(key, cancellation).ConfigureAwait(false) ?? await FetchAsync(key, cancellation).ConfigureAwait(false);
                mine.SetResult(file);
                return file;
            }
            catch (OperationCanceledException)
            {
                mine.SetCanceled(CancellationToken.None);
                throw;
            }
            catch (Exception error)
            {
                mine.SetException(error);
                _ = mine.Task.Exception;
                throw;
            }
            finally
            {
                _fetches.TryRemove(key, out _);
            }
        }
    }

    /// <summary>Takes a file, and returns when the master has a second copy of it.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="move">The file may be moved away.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ScaleMsException">It cannot be taken or kept.</exception>
    public async Task<CachedFile> TakeAsync(string path, bool move, CancellationToken cancellation)
    {
        var file = await Cache.TakeAsync(path, move, cancellation).ConfigureAwait(false);
        try
        {
            if (settings.Shared is { } store)
            {
                var stored = SharedStore.PathOf(store, file.Key.ToString());
                var shared = File.Exists(stored) ? stored : await ToSharedAsync(file, store, cancellation).ConfigureAwait(false);
                await port.KeepAsync(file.Key.ToString(), file.Size, shared, cancellation, shared: true).ConfigureAwait(false);
            }
            else
            {
                await port.KeepAsync(file.Key.ToString(), file.Size, file.Path, cancellation).ConfigureAwait(false);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _cache?.Dispose();

    private async Task<CachedFile> FetchAsync(ResourceIdentifier key, CancellationToken cancellation)
    {
        using var arrived = await port.FetchAsync(key.ToString(), size => Cache.Receive(key, size), cancellation).ConfigureAwait(false);
        return Cache.Add(arrived);
    }

    private async Task<CachedFile?> FromSharedAsync(ResourceIdentifier key, CancellationToken cancellation)
    {
        if (settings.Shared is not { } store || SharedStore.PathOf(store, key.ToString()) is var path && !File.Exists(path))
        {
            return null;
        }

        var file = await Cache.TakeAsync(path, move: false, cancellation).ConfigureAwait(false);
        if (file.Key == key)
        {
            return file;
        }

        // Damaged: the master, or another worker, may have a good copy.
        file.Dispose();
        return null;
    }

    private static async Task<string> ToSharedAsync(CachedFile file, string store, CancellationToken cancellation)
    {
        try
        {
            return await SharedStore.AddAsync(store, file.Key.ToString(), file.Path, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StagingException($"scalems.files.store, {store}, cannot take a file: {error.Message}", error);
        }
    }
}
