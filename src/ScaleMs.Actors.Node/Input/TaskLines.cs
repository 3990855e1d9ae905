using System.Runtime.CompilerServices;
using System.Text;

namespace ScaleMs.Actors.Node.Input;

/// <summary>The lines of a file or of standard input, one at a time, without the blank ones.</summary>
internal sealed class TaskLines : IDisposable
{
    private readonly StreamReader _reader;
    private readonly string? _path;

    /// <summary>Lines that were looked at and are still to be read.</summary>
    private readonly Queue<string> _ahead = new();

    private TaskLines(Stream stream, string? path) => (_reader, _path) = (new StreamReader(stream, Encoding.UTF8, bufferSize: 64 * 1024), path);

    /// <summary>For messages.</summary>
    public string Name => _path ?? "standard input";

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static TaskLines Open(string path)
    {
        if (path == "-")
        {
            return new TaskLines(Console.OpenStandardInput(), null);
        }

        if (Directory.Exists(path))
        {
            throw new UsageException($"'{path}' is a directory; a file with tasks is expected");
        }

        try
        {
            return new TaskLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the file '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Lines with their numbers, counted from 1. Ends early for <paramref name="stop"/>.</summary>
    public async IAsyncEnumerable<(int Number, string Text)> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        for (var number = 1; ; number++)
        {
            if (!_ahead.TryDequeue(out var line) && (line = await NextAsync(stop)) is null)
            {
                yield break;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, line);
            }
        }
    }

    /// <summary>Looks at the first line that is not blank; null = there is none. It is still to be read.</summary>
    public async Task<string?> FirstAsync(CancellationToken stop)
    {
        while (await NextAsync(stop) is { } line)
        {
            _ahead.Enqueue(line);
            if (!string.IsNullOrWhiteSpace(line))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>Looks at all lines. They are still to be read.</summary>
    public async Task<string> WholeAsync(CancellationToken stop)
    {
        while (await NextAsync(stop) is { } line)
        {
            _ahead.Enqueue(line);
        }

        return string.Join('\n', _ahead);
    }

    /// <summary>How many lines there are that are not blank; null where one cannot look ahead.</summary>
    public async Task<long?> CountAsync(CancellationToken stop)
    {
        if (_path is null || !File.Exists(_path))
        {
            return null;
        }

        try
        {
            var count = 0L;
            await foreach (var line in File.ReadLinesAsync(_path, stop))
            {
                count += string.IsNullOrWhiteSpace(line) ? 0 : 1;
            }

            return count;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // Only the progress bar wants to know.
            return null;
        }
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<string?> NextAsync(CancellationToken stop)
    {
        var reading = _reader.ReadLineAsync(stop);

        // A read of standard input cannot be cancelled; it is left behind.
        return reading.IsCompleted ? await reading : await reading.AsTask().WaitAsync(stop);
    }
}
