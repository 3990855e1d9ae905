using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Posix;

namespace ScaleMs.Actors.Files.Receiving;

/// <summary>A new file that is hashed while it is written, in constant memory. It is removed at the end unless it was moved into its place.</summary>
internal sealed class HashingWriter : IDisposable
{
    private readonly BinaryFingerprint _fingerprint = new();
    private readonly FileStream _file;
    private bool _isMoved;

    /// <summary>Makes the file.</summary>
    /// <exception cref="ContextException">There is a file at the path, or none can be made there.</exception>
    public HashingWriter(string path)
    {
        Path = path;
        _file = Checked(() => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));
    }

    public string Path { get; }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ContextException">The disk is full, or cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }

        _fingerprint.Append(bytes);
        Length += bytes.Length;
    }

    /// <summary>Ends the writing: afterwards the content is on the disk, and the file is read-only. To be called once.</summary>
    /// <returns>The key of the content.</returns>
    /// <exception cref="ContextException">The disk is full, or cannot be written.</exception>
    public ResourceIdentifier Complete()
    {
        Checked(() =>
        {
            Permissions.MakeReadOnly(_file.SafeFileHandle);
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            return true;
        });
        return _fingerprint.Complete();
    }

    /// <summary>Renames the file, in place of another one at the target.</summary>
    /// <exception cref="ContextException">The target cannot be written.</exception>
    public void MoveTo(string target)
    {
        Checked(() =>
        {
            File.Move(Path, target, overwrite: true);
            return true;
        });
        _isMoved = true;
    }

    public void Dispose()
    {
        _fingerprint.Dispose();
        try
        {
            _file.Dispose();
        }
        finally
        {
            if (!_isMoved)
            {
                TemporaryFiles.Discard(Path);
            }
        }
    }

    private T Checked<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    private ContextException Unwritable(Exception error) =>
        new($"{Path} cannot be written: {error.Message}; free space on its disk, or make its directory one that this process may write", error);
}
