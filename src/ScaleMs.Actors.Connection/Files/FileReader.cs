using Microsoft.Win32.SafeHandles;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Files;

/// <summary>Reads pieces of files. Those that are read are kept open for a while, since pieces are asked for one after another.</summary>
/// <param name="find">The path of a file, by its key; null = it is not here.</param>
public sealed class FileReader(Func<string, string?> find) : IDisposable
{
    private const int MostOpen = 16;

    private readonly Dictionary<string, (SafeFileHandle Handle, bool IsUsed)> _open = new(StringComparer.Ordinal);

    /// <summary>The answer to a question for a piece.</summary>
    public ITransferMessage Answer(ReadFile question)
    {
        try
        {
            if (question.Length is <= 0 or > FilePiece.MaxBytes || question.Offset < 0)
            {
                return new FileMissing(question.Key, $"{question.Length} bytes from {question.Offset} on are no piece of a file");
            }

            if (Open(question.Key) is not { } handle)
            {
                return new FileMissing(question.Key, "it is not here");
            }

            var bytes = GC.AllocateUninitializedArray<byte>(question.Length);
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), question.Offset + read) is > 0 and var count)
            {
                read += count;
            }

            return read == bytes.Length
                ? new FilePiece(question.Key, question.Offset, bytes)
                : new FileMissing(question.Key, $"it ends {bytes.Length - read} bytes too early");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Close(question.Key);
            return new FileMissing(question.Key, error.Message);
        }
    }

    /// <summary>To be called now and then: closes files that were not read since the last call.</summary>
    public void Tick()
    {
        foreach (var (key, (handle, isUsed)) in _open.ToList())
        {
            if (isUsed)
            {
                _open[key] = (handle, false);
            }
            else
            {
                Close(key);
            }
        }
    }

    public void Dispose()
    {
        foreach (var key in _open.Keys.ToList())
        {
            Close(key);
        }
    }

    private SafeFileHandle? Open(string key)
    {
        if (_open.TryGetValue(key, out var open))
        {
            _open[key] = (open.Handle, true);
            return open.Handle;
        }

        if (find(key) is not { } path || !File.Exists(path))
        {
            return null;
        }

        if (_open.Count >= MostOpen)
        {
            Close(_open.First().Key);
        }

        var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        _open.Add(key, (handle, true));
        return handle;
    }

    private void Close(string key)
    {
        if (_open.Remove(key, out var open))
        {
            open.Handle.Dispose();
        }
    }
}
