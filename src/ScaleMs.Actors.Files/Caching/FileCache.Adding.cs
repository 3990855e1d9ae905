using System.Buffers;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Posix;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Files.Caching;

public sealed partial class FileCache
{
    private const int PieceSize = 128 * 1024;

    /// <summary>Takes a file of this machine in, in constant memory, and begins a use of it.</summary>
    /// <param name="path">Path of a regular file that nobody writes any more.</param>
    /// <param name="move">
    /// True = the file is not needed where it is: it is renamed if it is on the same file system and is neither a link nor has a hard link, else
    /// copied and deleted. A file of the cache itself stays where it is.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The use, to be disposed of. If the cache had the content, it is that of the file that was there.</returns>
    /// <exception cref="DataLocalizationException">There is no regular file at the path, or it cannot be read, or it was changed meanwhile.</exception>
    /// <exception cref="FileCacheFullException">The file does not fit in beside those in use.</exception>
    /// <exception cref="ContextException">The cache cannot be written.</exception>
    public Task<CachedFile> TakeAsync(string path, bool move, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        return Task.Run(() => Take(full, move, cancellationToken), cancellationToken);
    }

    /// <summary>Reserves room for a file that arrives in pieces, until it is added or disposed of.</summary>
    /// <param name="key">Key that it is to have.</param>
    /// <param name="size">Bytes that it is to have.</param>
    /// <exception cref="FileCacheFullException">The file does not fit in beside those in use.</exception>
    /// <exception cref="ContextException">The cache cannot be written.</exception>
    public IncomingFile Receive(ResourceIdentifier key, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        lock (_gate)
        {
            Reserve($"the file {key}", size);
        }

        try
        {
            return new IncomingFile(_directory.Files, key, size, this, () => Release(size));
        }
        catch
        {
            Release(size);
            throw;
        }
    }

    /// <summary>Puts a file that has arrived into its place, and begins a use of it. If the cache has the content already, the new file is removed.</summary>
    /// <param name="file">A complete file from <see cref="Receive"/>.</param>
    /// <returns>The use, to be disposed of.</returns>
    /// <exception cref="InvalidOperationException">The file is not complete, or not from this cache.</exception>
    /// <exception cref="ContextException">The cache cannot be written.</exception>
    public CachedFile Add(IncomingFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Check(this);
        using (file)
        {
            return Place(file.Key, file.Size, target => file.Place(target, this));
        }
    }

    private CachedFile Take(string path, bool move, CancellationToken cancellationToken)
    {
        using var source = SourceFile.Open(path);
        var isOwn = Path.GetDirectoryName(RealPath.Of(path)) == _directory.Files;
        if (isOwn && ResourceIdentifier.TryParse(Path.GetFileName(RealPath.Of(path)), out var own) && TryJoin(own) is { } present)
        {
            return present;
        }

        var size = source.Length;
        if (move && !isOwn && FileKind.CanMoveInto(path, _directory.Files) && TryMove(source, path, size, cancellationToken) is { } moved)
        {
            return moved;
        }

        var copied = Copy(source, path, size, cancellationToken);
        if (move && !isOwn)
        {
            // A file that cannot be deleted is its directory's, and goes with it.
            TemporaryFiles.Discard(path);
        }

        return copied;
    }

    private CachedFile? TryMove(FileStream source, string path, long size, CancellationToken cancellationToken)
    {
        var key = Hash(source, path, size, cancellationToken);
        RandomAccess.FlushToDisk(source.SafeFileHandle);
        lock (_gate)
        {
            ThrowIfClosed();
            if (Find(key) is null)
            {
                Reserve(path, size);
                _index.Release(size);
                if (!TryRename(source, path, _directory.PathOf(key)))
                {
                    return null;
                }

                _index.Add(key, size);
            }
            else
            {
                TemporaryFiles.Discard(path);
            }

            return Join(key);
        }
    }

    private CachedFile Copy(FileStream source, string path, long size, CancellationToken cancellationToken)
    {
        try
        {
            lock (_gate)
            {
                Reserve(path, size);
            }
        }
        catch (FileCacheFullException)
        {
            // There is no room for a second copy while it is made, but none may be needed.
            if (TryJoin(Hash(source, path, size, cancellationToken)) is { } present)
            {
                return present;
            }

            throw;
        }

        var reserved = size;
        try
        {
            using var copy = new HashingWriter(TemporaryFiles.New(_directory.Files));
            Read(source, path, size, copy.Write, cancellationToken);
            return Place(copy.Complete(), size, target =>
            {
                copy.MoveTo(target);
                Release(size);
                reserved = 0;
            });
        }
        finally
        {
            Release(reserved);
        }
    }

    private CachedFile Place(ResourceIdentifier key, long size, Action<string> moveTo)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (Find(key) is null)
            {
                moveTo(_directory.PathOf(key));
                _index.Add(key, size);
            }

            return Join(key);
        }
    }

    private CachedFile? TryJoin(ResourceIdentifier key)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            return Find(key) is null ? null : Join(key);
        }
    }

    // Called with the lock held: a content that is added is wanted, whatever was said of it before.
    private CachedFile Join(ResourceIdentifier key)
    {
        var entry = _index.Find(key)!;
        entry.IsUnwanted = false;
        return Use(entry);
    }

    private void Release(long size)
    {
        lock (_gate)
        {
            _index.Release(size);
        }
    }

    private static bool TryRename(FileStream source, string path, string target)
    {
        try
        {
            Permissions.MakeReadOnly(source.SafeFileHandle);
            return LinuxCalls.Rename(path, target) == 0;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's file can only be copied.
            return false;
        }
    }

    private static ResourceIdentifier Hash(FileStream source, string path, long size, CancellationToken cancellationToken)
    {
        using var fingerprint = new BinaryFingerprint();
        Read(source, path, size, fingerprint.Append, cancellationToken);
        return fingerprint.Complete();
    }

    /// <summary>Reads the whole file in pieces.</summary>
    /// <exception cref="DataLocalizationException">It cannot be read, or has another number of bytes than it had.</exception>
    private static void Read(FileStream source, string path, long size, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var written = File.GetLastWriteTimeUtc(source.SafeFileHandle);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            source.Position = 0;
            var left = size;
            while (Piece(source, path, buffer) is var count && count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                left -= count;
                if (left < 0)
                {
                    break;
                }

                take(buffer.AsSpan(0, count));
            }

            if (left != 0 || File.GetLastWriteTimeUtc(source.SafeFileHandle) != written)
            {
                throw new DataLocalizationException($"{path} was written while it was read; end its writer first");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Piece(FileStream source, string path, byte[] buffer)
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
}
