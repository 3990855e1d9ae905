using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Locking;
using ScaleMs.Actors.Files.Metadata;

namespace ScaleMs.Actors.Files;

public sealed partial class FileStore
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _written;

    /// <summary>True when something was added since the metadata was written.</summary>
    public bool IsDirty
    {
        get
        {
            lock (_gate)
            {
                return _changes != _written;
            }
        }
    }

    /// <summary>Records what was added so far on the disk, all at once; does nothing if nothing was added (the seed's <c>flush</c>).</summary>
    /// <exception cref="StaleFileStoreException">The store is closed, or another process has taken it.</exception>
    /// <exception cref="ContextException">The metadata cannot be written; the next call tries again.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfClosed();
            if (IsDirty)
            {
                await WriteAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Records what was added, and gives the store free (the seed's <c>close</c>). Copies that are under way are given up with
    /// <see cref="StaleFileStoreException"/>. A second call does nothing.
    /// </summary>
    /// <exception cref="StaleFileStoreException">Another process has taken the store; it is closed here, and nothing was recorded.</exception>
    /// <exception cref="ContextException">The metadata cannot be written; the store stays open.</exception>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsClosed)
            {
                return;
            }

            SetClosed(true);
            try
            {
                await WriteAsync(cancellationToken).ConfigureAwait(false);
                await LeaveAsync().ConfigureAwait(false);
            }
            catch (StaleFileStoreException)
            {
                await LeaveAsync().ConfigureAwait(false);
                throw;
            }
            catch
            {
                SetClosed(false);
                throw;
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>As <see cref="CloseAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async Task LeaveAsync()
    {
        await _owner.DisposeAsync().ConfigureAwait(false);
        OpenStores.Remove(WorkDirectory);
    }

    private void SetClosed(bool isClosed)
    {
        lock (_gate)
        {
            Volatile.Write(ref _isClosed, isClosed);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        StoreMetadata metadata;
        string[] removed;
        long changes;
        lock (_gate)
        {
            metadata = _isClosed ? _metadata with { Instance = null } : _metadata;
            changes = _changes;
            removed = [.. _removed];
        }

        try
        {
            using var held = await DirectoryLock.TakeAsync(WorkDirectory, _settings.LockWait, _settings.Time, cancellationToken).ConfigureAwait(false);
            await Task.Run(
                () =>
                {
                    CheckOwner();
                    Write(metadata, _file, DataDirectory);
                    Delete(removed);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"the work directory {WorkDirectory} cannot be locked: {error.Message}", error);
        }

        lock (_gate)
        {
            _written = changes;
        }
    }

    private static void Write(StoreMetadata metadata, MetadataFile file, string data)
    {
        var temporary = TemporaryFiles.New(data);
        try
        {
            file.Write(metadata, temporary);
        }
        catch
        {
            TemporaryFiles.Discard(temporary);
            throw;
        }
    }

    private void CheckOwner()
    {
        int? owner;
        try
        {
            owner = _file.Read().Instance;
        }
        catch (ContextException error)
        {
            throw new StaleFileStoreException($"the file store was changed from outside: {error.Message}", error);
        }

        if (owner != Environment.ProcessId)
        {
            var named = owner is { } process ? string.Create(CultureInfo.InvariantCulture, $"process {process}") : "no process";
            throw new StaleFileStoreException($"{_file.Path} names {named} as its owner, not this one; open the store again");
        }
    }
}
