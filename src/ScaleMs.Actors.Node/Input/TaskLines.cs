using System.Runtime.CompilerServices;
using System.Text;

namespace ScaleMs.Actors.Node.Input;

/// <summary>The lines of a file or of standard input, one at a time, without the blank ones.</summary>
internal sealed class TaskLines : IDisposable
{
    private readonly StreamReader _reader;
    private readonly string? _path;

    private TaskLines(Stream stream, string? path) => (_reader, _path) = (new StreamReader(stream, Encoding.UTF8, bufferSize: 64 * 1024), path);

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static TaskLines Open(string path)
    {
        if (path == "-")
        {
            return new TaskLines(Console.OpenStandardInput(), null);
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
            var reading = _reader.ReadLineAsync(stop);
            // A read of standard input cannot be cancelled; it is left behind.
            var line = reading.IsCompleted ? await reading : await reading.AsTask().WaitAsync(stop);
            if (line is null)
            {
                yield break;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, line);
            }
        }
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
}
