using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Receiving;

/// <summary>
/// A file that arrives in pieces, in order, under a temporary name. It is hashed on the way, and is removed at the end unless it was
/// complete and moved into its place. Used by one thread at a time.
/// </summary>
public sealed class IncomingFile : IDisposable
{
    private readonly HashingWriter _writer;
    private Action? _ended;

    /// <summary>Begins a file of an owner.</summary>
    /// <param name="directory">Full path of an existing directory.</param>
    /// <param name="key">Key that the content is to have.</param>
    /// <param name="size">Bytes that it is to have.</param>
    /// <param name="owner">Who moves the file into its place; null = anyone.</param>
    /// <param name="ended">Called once, when the file is moved or removed.</param>
    /// <exception cref="ContextException">No file can be made in the directory.</exception>
    internal IncomingFile(string directory, ResourceIdentifier key, long size, object? owner, Action? ended = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Key = key;
        Size = size;
        Owner = owner;
        _writer = new HashingWriter(TemporaryFiles.New(directory));
        _ended = ended;
    }

    /// <summary>Key that the content is to have.</summary>
    public ResourceIdentifier Key { get; }

    /// <summary>Bytes that the content is to have.</summary>
    public long Size { get; }

    /// <summary>Bytes that have arrived, so also the offset of the next piece.</summary>
    public long Received => _writer.Length;

    /// <summary>True after <see cref="Complete"/>.</summary>
    public bool IsComplete { get; private set; }

    internal object? Owner { get; }

    /// <summary>Begins a file in a directory.</summary>
    /// <param name="directory">Path of an existing directory.</param>
    /// <param name="key">Key that the content is to have.</param>
    /// <param name="size">Bytes that it is to have, 0 or more.</param>
    /// <exception cref="ContextException">No file can be made in the directory.</exception>
    public static IncomingFile Create(string directory, ResourceIdentifier key, long size)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new IncomingFile(Path.GetFullPath(directory), key, size, owner: null);
    }

    /// <summary>Appends the next piece.</summary>
    /// <exception cref="DataLocalizationException">The content would have more bytes than expected; nothing was appended.</exception>
    /// <exception cref="ContextException">The disk is full, or cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (IsComplete)
        {
            throw new InvalidOperationException($"the file {Key} is complete");
        }

        if (bytes.Length > Size - Received)
        {
            throw WrongSize($"at least {Received + bytes.Length}");
        }

        _writer.Write(bytes);
    }

    /// <summary>
    /// Checks number of bytes and hash. Afterwards the content is on the disk and the file is read-only (mode 0444 on Unix). A second call does nothing.
    /// </summary>
    /// <returns>Full path of the temporary file, see <see cref="MoveTo"/>.</returns>
    /// <exception cref="DataLocalizationException">The content is not the expected one; the file can only be disposed of.</exception>
    /// <exception cref="ContextException">The disk is full, or cannot be written.</exception>
    public string Complete()
    {
        if (IsComplete)
        {
            return _writer.Path;
        }

        if (Received != Size)
        {
            throw WrongSize($"{Received}");
        }

        var found = _writer.Complete();
        if (found != Key)
        {
            throw new DataLocalizationException($"the content of the file {Key} was expected, and another one with the key {found} arrived; get it from another copy");
        }

        IsComplete = true;
        return _writer.Path;
    }

    /// <summary>As <see cref="Complete"/>, on another thread, because writing to the disk takes its time.</summary>
    public Task<string> CompleteAsync(CancellationToken cancellationToken = default) => Task.Run(Complete, cancellationToken);

    /// <summary>Renames the complete file, in place of another one at the target.</summary>
    /// <param name="target">Full path on the same file system.</param>
    /// <exception cref="InvalidOperationException">The file is not complete, or a cache or a store is its owner and moves it.</exception>
    /// <exception cref="ContextException">The target cannot be written.</exception>
    public void MoveTo(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        Place(target, owner: null);
    }

    /// <summary>Removes the file, unless it was moved into its place.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        End();
    }

    /// <summary>Refuses to go on with a file that is not to be placed.</summary>
    /// <exception cref="InvalidOperationException">The file is not complete, or has another owner.</exception>
    internal void Check(object? owner)
    {
        if (Owner != owner)
        {
            throw new InvalidOperationException($"the file {Key} was not begun here; the one that began it puts it into its place");
        }

        if (!IsComplete)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the file {Key} is not complete: {Received} of {Size} bytes; call {nameof(Complete)} first"));
        }
    }

    internal void Place(string target, object? owner)
    {
        Check(owner);
        _writer.MoveTo(target);
        End();
    }

    private void End() => Interlocked.Exchange(ref _ended, null)?.Invoke();

    private DataLocalizationException WrongSize(FormattableString found) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the file {Key} was expected to have {Size} bytes, and {FormattableString.Invariant(found)} arrived; get it from another copy"));
}
