using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;

namespace ScaleMs.Actors.Files;

/// <summary>The file that a master reads at its start, its configuration (the seed's <c>master_input</c>).</summary>
public static class MasterInput
{
    /// <summary>
    /// Adds the file to a store as a text in UTF-8. Masters with the same configuration share one copy, whichever line ends their files have.
    /// </summary>
    /// <exception cref="DataLocalizationException">The file cannot be read, or is not UTF-8.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed, or has a file in the way that is not recorded.</exception>
    /// <exception cref="ContextException">The copy cannot be written.</exception>
    public static Task<FileReference> AddAsync(FileStore store, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.GetFileReferenceAsync(new TextFile(path), cancellationToken);
    }
}
