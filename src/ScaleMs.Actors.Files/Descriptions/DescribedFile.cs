using System.Buffers;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>A regular file of this machine, as binary or as text, which decides its fingerprint (the seed's <c>AbstractFile</c>).</summary>
public abstract class DescribedFile
{
    private protected const int BufferSize = 128 * 1024;

    private protected DescribedFile(string path, Access access)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        Access = access;
        SourceFile.Check(Path);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>What the file is meant to be used for.</summary>
    public Access Access { get; }

    /// <summary>Describes an existing file by a mode as Python's <c>open</c> has it (the seed's <c>describe_file</c>).</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="mode">
    /// <c>b</c> = binary, else text; <c>r</c> = read, <c>w</c> = write, both may be given; without <c>r</c> the access is write.
    /// </param>
    /// <param name="encoding">Encoding of a text; null = UTF-8.</param>
    /// <exception cref="ArgumentException">The mode is unknown, or a binary file has an encoding.</exception>
    /// <exception cref="DataLocalizationException">There is no regular file at the path.</exception>
    public static DescribedFile Describe(string path, string mode = "rb", Encoding? encoding = null)
    {
        var opening = new OpenMode(mode);
        if (!opening.IsBinary)
        {
            return new TextFile(path, encoding, opening.Access);
        }

        return encoding is null
            ? new BinaryFile(path, opening.Access)
            : throw new ArgumentException(
                $"the mode '{mode}' is that of a binary file, which has no encoding; leave out the 'b' or the encoding", nameof(encoding));
    }

    /// <summary>Reads the file and computes its fingerprint, in constant memory. It is not kept: the file may change.</summary>
    /// <exception cref="DataLocalizationException">The file cannot be read, or is not a text in its encoding.</exception>
    public ResourceIdentifier Fingerprint()
    {
        using var source = SourceFile.Open(Path);
        using var fingerprint = Start();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (source.Read(buffer) is var count && count > 0)
            {
                fingerprint.Append(buffer.AsSpan(0, count));
            }

            return fingerprint.Complete();
        }
        catch (Exception error) when (error is UndecodableException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override string ToString() => Path;

    /// <summary>Copies the file to a new one that is on the disk afterwards, and computes the fingerprint of what was copied.</summary>
    /// <exception cref="DataLocalizationException">The file cannot be read, or is not a text in its encoding.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The copy cannot be written.</exception>
    internal async Task<ResourceIdentifier> CopyAsync(string target, CancellationToken cancellationToken)
    {
        using var fingerprint = Start();
        await using var source = SourceFile.Open(Path);
        await using var copy = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await ReadAsync(source, buffer, fingerprint, cancellationToken).ConfigureAwait(false) is var count && count > 0)
            {
                await copy.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            await Task.Run(() => copy.Flush(flushToDisk: true), cancellationToken).ConfigureAwait(false);
            return Complete(fingerprint);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private protected abstract Fingerprint Start();

    private protected abstract string Undecodable(UndecodableException error);

    private async Task<int> ReadAsync(FileStream source, byte[] buffer, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        try
        {
            var count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            fingerprint.Append(buffer.AsSpan(0, count));
            return count;
        }
        catch (Exception error) when (error is UndecodableException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(error);
        }
    }

    private ResourceIdentifier Complete(Fingerprint fingerprint)
    {
        try
        {
            return fingerprint.Complete();
        }
        catch (UndecodableException error)
        {
            throw Unreadable(error);
        }
    }

    private DataLocalizationException Unreadable(Exception error) =>
        error is UndecodableException undecodable ? new DataLocalizationException(Undecodable(undecodable), error) : SourceFile.Unreadable(Path, error);
}
