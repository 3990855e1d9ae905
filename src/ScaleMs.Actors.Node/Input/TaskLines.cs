using System.Buffers;
using System.Runtime.CompilerServices;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Input;

/// <summary>The non-blank lines of a file or of standard input, one at a time.</summary>
internal sealed class TaskLines : IDisposable
{
    private readonly ByteLines _lines;
    private readonly string? _path;

    /// <summary>Lines that were peeked at, but not read yet.</summary>
    private readonly Queue<ReadOnlyMemory<byte>> _ahead = new();

    private TaskLines(Stream stream, string? path) => (_lines, _path) = (new ByteLines(stream), path);

    /// <summary>For messages.</summary>
    public string Name => _path ?? "standard input";

    /// <summary>True once the first line was requested and there is none.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static TaskLines Open(string path) => path == "-" ? new TaskLines(StandardStreams.OpenInput(), null) : new TaskLines(OpenFile(path), path);

    /// <summary>Lines with their numbers. Ends early on <paramref name="stop"/>.</summary>
    public async IAsyncEnumerable<InputLine> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        for (var number = 1; ; number++)
        {
            if (!_ahead.TryDequeue(out var line))
            {
                if (await _lines.NextAsync(stop) is not { } next)
                {
                    yield break;
                }

                line = next;
            }

            if (!ByteLines.IsBlank(line.Span))
            {
                yield return new InputLine(number, line);
            }
        }
    }

    /// <summary>Peeks at the first non-blank line; null = there is none.</summary>
    public async Task<InputLine?> FirstAsync(CancellationToken stop)
    {
        while (await AheadAsync(stop) is { } line)
        {
            if (!ByteLines.IsBlank(line.Span))
            {
                return new InputLine(_ahead.Count, line);
            }
        }

        IsEmpty = true;
        return null;
    }

    /// <summary>Peeks at all lines.</summary>
    public async Task<ReadOnlyMemory<byte>> WholeAsync(CancellationToken stop)
    {
        while (await AheadAsync(stop) is not null)
        {
        }

        var whole = new ArrayBufferWriter<byte>(Math.Max(_ahead.Sum(static line => line.Length + 1), 1));
        foreach (var line in _ahead)
        {
            whole.Write(line.Span);
            whole.Write("\n"u8);
        }

        return whole.WrittenMemory;
    }

    /// <summary>Number of non-blank lines; null = the input cannot be read ahead.</summary>
    public async Task<long?> CountAsync(CancellationToken stop)
    {
        if (_path is null || !File.Exists(_path))
        {
            return null;
        }

        try
        {
            using var again = new ByteLines(OpenFile(_path));
            var count = 0L;
            while (await again.NextAsync(stop) is { } line)
            {
                count += ByteLines.IsBlank(line.Span) ? 0 : 1;
            }

            return count;
        }
        catch (Exception error) when (error is IOException or UsageException or OperationCanceledException)
        {
            // Only the progress bar needs the count.
            return null;
        }
    }

    public void Dispose() => _lines.Dispose();

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"'{path}' is a directory; a file with tasks is expected");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the file '{path}' cannot be read: {error.Message}", error);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> AheadAsync(CancellationToken stop)
    {
        if (await _lines.NextAsync(stop) is not { } line)
        {
            return null;
        }

        // The next line overwrites this one.
        ReadOnlyMemory<byte> kept = line.ToArray();
        _ahead.Enqueue(kept);
        return kept;
    }
}
