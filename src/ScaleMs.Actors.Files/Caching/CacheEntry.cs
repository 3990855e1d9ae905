using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>A file of a <see cref="CacheIndex"/>, which alone changes it.</summary>
internal sealed class CacheEntry
{
    public CacheEntry(ResourceIdentifier key, long size)
    {
        Key = key;
        Size = size;
        Place = new LinkedListNode<CacheEntry>(this);
    }

    public ResourceIdentifier Key { get; }

    public long Size { get; }

    /// <summary>Uses that have not ended.</summary>
    public int Pins { get; set; }

    /// <summary>True = to be removed when its last use ends.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>True = it is in the index no more; another entry may have its key.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Its place among the files that may be evicted; in no list while it is in use.</summary>
    public LinkedListNode<CacheEntry> Place { get; }
}
