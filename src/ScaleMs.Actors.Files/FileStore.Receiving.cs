using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Posix;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Files;

public sealed partial class FileStore
{
    /// <summary>Begins a file that arrives in pieces, in the store's own directory under a temporary name.</summary>
    /// <param name="key">Key that the content is to have, as bytes.</param>
    /// <param name="size">Bytes that it is to have.</param>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    /// <exception cref="ContextException">The directory cannot be written.</exception>
    public IncomingFile Receive(ResourceIdentifier key, long size)
    {
        ThrowIfClosed();
        return new IncomingFile(DataDirectory, key, size, this);
    }

    /// <summary>Adds a file that has arrived, without a copy. Its content and its name are on the disk afterwards. In case of an error the file is removed.</summary>
    /// <param name="file">A complete file from <see cref="Receive"/>.</param>
    /// <returns>A reference to the file.</returns>
    /// <exception cref="InvalidOperationException">The file is not complete, or not from this store; it stays as it is.</exception>
    /// <exception cref="DuplicateKeyException">The store has a file with this content.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed, or has a file in the way that is not recorded.</exception>
    /// <exception cref="ContextException">The directory cannot be written.</exception>
    public async Task<FileReference> TakeFileAsync(IncomingFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Check(this);
        using (file)
        {
            await Task.Run(() => Take(file)).ConfigureAwait(false);
            return new FileReference(this, file.Key);
        }
    }

    /// <summary>
    /// Removes a file: at once from <see cref="Files"/>, and with the next <see cref="FlushAsync"/> or <see cref="CloseAsync"/> from the records and the
    /// disk. If the process dies before, the file is there again.
    /// </summary>
    /// <returns>False = the store has no file with this key.</returns>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public bool RemoveFile(ResourceIdentifier key)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (!_metadata.Files.TryGetValue(key, out var path))
            {
                return false;
            }

            _paths.Remove(path);
            _removed.Add(path);
            Change(_metadata with { Files = _metadata.Files.Remove(key) });
            return true;
        }
    }

    private void Take(IncomingFile file)
    {
        var path = Path.Combine(DataDirectory, file.Key.ToString());
        Place(file.Key, path, () => file.Place(path, this));
        try
        {
            Durable.Synchronize(DataDirectory);
        }
        catch (IOException error)
        {
            throw new ContextException($"{DataDirectory} cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Deletes removed files that the metadata on the disk does not have any more; one that cannot be deleted is tried again next time.</summary>
    private void Delete(IEnumerable<string> removed)
    {
        foreach (var path in removed)
        {
            lock (_gate)
            {
                // It may have been added again meanwhile.
                if (_removed.Contains(path))
                {
                    TemporaryFiles.Discard(path);
                    if (!Path.Exists(path))
                    {
                        _removed.Remove(path);
                    }
                }
            }
        }
    }
}
