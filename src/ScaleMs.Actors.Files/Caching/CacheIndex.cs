using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>
/// Which files a cache has, in memory: their bytes and their uses. It has no lock and does not touch the disk; all operations take constant time.
/// </summary>
/// <param name="bound">The most bytes of files and reservations.</param>
internal sealed class CacheIndex(long bound)
{
    private readonly Dictionary<ResourceIdentifier, CacheEntry> _entries = [];
    private readonly LinkedList<CacheEntry> _unused = new();

    /// <summary>Bytes of all files and reservations.</summary>
    public long Bytes { get; private set; }

    /// <summary>Of these, bytes that cannot be evicted: files in use, and reservations.</summary>
    public long BytesInUse { get; private set; }

    public IReadOnlyCollection<CacheEntry> Entries => _entries.Values;

    /// <summary>The unused file whose last use ended first; null = all are in use.</summary>
    public CacheEntry? Oldest => _unused.First?.Value;

    /// <summary>False = not even when all unused files are evicted.</summary>
    public bool CanHold(long size) => size <= bound - BytesInUse;

    /// <summary>False = unused files must be evicted first.</summary>
    public bool HasRoom(long size) => Bytes <= bound - size;

    public CacheEntry? Find(ResourceIdentifier key) => _entries.GetValueOrDefault(key);

    public void Reserve(long size)
    {
        Bytes += size;
        BytesInUse += size;
    }

    public void Release(long size)
    {
        Bytes -= size;
        BytesInUse -= size;
    }

    /// <summary>Adds an unused file, as the one that was used last.</summary>
    public CacheEntry Add(ResourceIdentifier key, long size)
    {
        var entry = new CacheEntry(key, size);
        _entries.Add(key, entry);
        _unused.AddLast(entry.Place);
        Bytes += size;
        return entry;
    }

    public void Pin(CacheEntry entry)
    {
        if (entry.Pins++ == 0)
        {
            _unused.Remove(entry.Place);
            BytesInUse += entry.Size;
        }
    }

    /// <summary>Ends a use.</summary>
    /// <returns>True = it was the last one of a file that is to be removed, and the index has forgotten the file.</returns>
    public bool Unpin(CacheEntry entry)
    {
        if (--entry.Pins > 0 || entry.IsForgotten)
        {
            return false;
        }

        BytesInUse -= entry.Size;
        _unused.AddLast(entry.Place);
        if (entry.IsUnwanted)
        {
            Forget(entry);
        }

        return entry.IsUnwanted;
    }

    /// <summary>Takes a file out, even one in use, whose uses then mean nothing.</summary>
    public void Forget(CacheEntry entry)
    {
        _entries.Remove(entry.Key);
        entry.IsForgotten = true;
        Bytes -= entry.Size;
        if (entry.Pins == 0)
        {
            _unused.Remove(entry.Place);
        }
        else
        {
            BytesInUse -= entry.Size;
        }
    }
}
