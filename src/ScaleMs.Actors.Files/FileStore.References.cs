using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files;

public sealed partial class FileStore
{
    /// <summary>A reference to the copy of a file, which is added if the store has none (the seed's <c>get_file_reference</c> of a path).</summary>
    /// <param name="file">Path of the file. A plain text would be a key, as in the seed.</param>
    /// <param name="mode">How the file is described; see <see cref="DescribedFile.Describe"/>.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <inheritdoc cref="GetFileReferenceAsync(DescribedFile, CancellationToken)" path="/exception"/>
    public Task<FileReference> GetFileReferenceAsync(FileInfo file, string mode = "rb", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return GetFileReferenceAsync(DescribedFile.Describe(file.FullName, mode), cancellationToken);
    }

    /// <summary>A reference to the copy of a described file, which is added if the store has none.</summary>
    /// <exception cref="StaleFileStoreException">The store is closed, or has a file in the way that is not recorded.</exception>
    /// <exception cref="DataLocalizationException">The file cannot be read.</exception>
    /// <exception cref="ContextException">The copy cannot be written.</exception>
    public async Task<FileReference> GetFileReferenceAsync(DescribedFile file, CancellationToken cancellationToken = default)
    {
        try
        {
            return await AddFileAsync(file, name: null, cancellationToken).ConfigureAwait(false);
        }
        catch (DuplicateKeyException)
        {
            var key = await Task.Run(file.Fingerprint, cancellationToken).ConfigureAwait(false);
            if (Files.ContainsKey(key))
            {
                return new FileReference(this, key);
            }

            throw;
        }
    }

    /// <summary>A reference to a file of the store.</summary>
    /// <exception cref="DataLocalizationException">The store has no file with that key.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public FileReference GetFileReference(ResourceIdentifier key) =>
        Files.ContainsKey(key)
            ? new FileReference(this, key)
            : throw new DataLocalizationException($"the file store {DataDirectory} has no file with the key {key}; add it first");

    /// <summary>A reference to a file of the store, by the 64 hexadecimal digits of its key. A path is not looked for, as in the seed.</summary>
    /// <exception cref="DataLocalizationException">The store has no file with that key, or the text is not a key.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public FileReference GetFileReference(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ResourceIdentifier.TryParse(key, out var identifier)
            ? GetFileReference(identifier)
            : throw new DataLocalizationException(
                $"'{key}' is not a key, which has {2 * ResourceIdentifier.Size} hexadecimal digits; for the path of a file, give a {nameof(FileInfo)}");
    }

    /// <summary>A reference to a file of the store, by the 32 bytes of its key.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    /// <exception cref="DataLocalizationException">The store has no file with that key.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public FileReference GetFileReference(ReadOnlySpan<byte> key) => GetFileReference(new ResourceIdentifier(key));
}
