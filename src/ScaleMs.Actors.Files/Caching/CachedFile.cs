using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>A use of a file in a <see cref="FileCache"/>: the file stays there until it is disposed of.</summary>
public sealed class CachedFile : IDisposable
{
    private readonly CacheEntry _entry;
    private Action<CacheEntry>? _unpin;

    internal CachedFile(CacheEntry entry, string path, Action<CacheEntry> unpin)
    {
        _entry = entry;
        Path = path;
        _unpin = unpin;
    }

    /// <summary>Full path of the file, which is read-only.</summary>
    public string Path { get; }

    public ResourceIdentifier Key => _entry.Key;

    /// <summary>Bytes of the file.</summary>
    public long Size => _entry.Size;

    /// <summary>Ends the use. A second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _unpin, null)?.Invoke(_entry);

    public override string ToString() => Path;
}
