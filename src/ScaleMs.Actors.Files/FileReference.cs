using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files;

/// <summary>A file of a store (the seed's <c>FileReference</c>).</summary>
public sealed class FileReference
{
    internal FileReference(FileStore fileStore, ResourceIdentifier key)
    {
        FileStore = fileStore;
        Key = key;
    }

    /// <summary>The store that has the file (<c>filestore</c>).</summary>
    public FileStore FileStore { get; }

    /// <summary>The file's key (<c>key</c>).</summary>
    public ResourceIdentifier Key { get; }

    /// <summary>Full path of the file in its store (<c>__fspath__</c>). Whoever writes to it breaks the store.</summary>
    /// <exception cref="DataLocalizationException">The file was removed from the store, or by hand from the store's directory.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public string Path =>
        !FileStore.Files.TryGetValue(Key, out var path)
            ? throw new DataLocalizationException($"the file with the key {Key} was removed from the store {FileStore.DataDirectory}; add it again")
        : File.Exists(path) ? path
        : throw new DataLocalizationException(
            $"the file with the key {Key} is no longer in {FileStore.DataDirectory}; restore it, or close the store and remove its line from the metadata");

    /// <summary>True when a store has the file and its path is there (<c>is_local</c>).</summary>
    /// <param name="store">The store; null = the reference's own.</param>
    /// <exception cref="StaleFileStoreException">That store is closed.</exception>
    public bool IsLocal(FileStore? store = null) => (store ?? FileStore).Files.TryGetValue(Key, out var path) && File.Exists(path);

    /// <summary>Makes sure that a store has the file, by a copy if it is another store (<c>localize</c>; the seed has no copy to others).</summary>
    /// <param name="store">The store; null = the reference's own.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>A reference to the file in that store, with the same key.</returns>
    /// <exception cref="DataLocalizationException">
    /// The file is gone, or is no longer what its key says; or it is a text in another encoding than UTF-8.
    /// </exception>
    /// <exception cref="StaleFileStoreException">One of the stores is closed.</exception>
    /// <exception cref="ContextException">The copy cannot be written.</exception>
    public async Task<FileReference> LocalizeAsync(FileStore? store = null, CancellationToken cancellationToken = default)
    {
        var path = Path;
        if (store is null || store == FileStore)
        {
            return this;
        }

        if (IsLocal(store))
        {
            return new FileReference(store, Key);
        }

        var file = await Task.Run(() => Describe(path), cancellationToken).ConfigureAwait(false);
        return await store.GetFileReferenceAsync(file, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The file's path as a <c>file:</c> URI (<c>as_uri</c>).</summary>
    /// <inheritdoc cref="Path" path="/exception"/>
    public Uri AsUri() => OperatingSystem.IsWindows()
        ? new Uri(Path)
        : new Uri($"file://{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}");

    public override string ToString() => $"{Key} in {FileStore.DataDirectory}";

    // The metadata does not tell texts from other files: the description is the one that has the key.
    private DescribedFile Describe(string path)
    {
        DescribedFile binary = new BinaryFile(path);
        if (binary.Fingerprint() == Key)
        {
            return binary;
        }

        DescribedFile text = new TextFile(path);
        return text.Fingerprint() == Key
            ? text
            : throw new DataLocalizationException(
                $"{path} no longer has the key {Key}, or is a text in another encoding than UTF-8; add the original to the other store");
    }
}
