using System.Buffers;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>Lines of a stream, as bytes. They end with <c>\n</c> or <c>\r\n</c>, the last one possibly with the stream.</summary>
/// <param name="stream">The stream; disposed of with this.</param>
/// <param name="longest">Maximum number of bytes of a line.</param>
public sealed class ByteLines(Stream stream, int longest = int.MaxValue) : IDisposable
{
    // A few hundred tasks per system call. Grows to the longest line.
    private const int Size = 64 * 1024;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\v\f"u8);

    private byte[] _buffer = new byte[Size];
    private int _begin;
    private int _searched;
    private int _end;
    private bool _isAtStart = true;
    private bool _hasEnded;

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether there is nothing to see in a line.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(Blanks);

    /// <summary>The next line without its line end; null = there is none. A slice of the buffer, valid until the next call.</summary>
    /// <exception cref="ProtocolException">It is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            if (TryTake() is { } line)
            {
                return line;
            }

            if (_hasEnded)
            {
                return TakeLast();
            }

            await FillAsync(stop);
        }
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlyMemory<byte>? TryTake()
    {
        var found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (found < 0)
        {
            _searched = _end;
            return null;
        }

        var line = Line(_searched + found);
        _begin = _searched = _searched + found + 1;
        return line;
    }

    private ReadOnlyMemory<byte>? TakeLast()
    {
        if (_begin == _end)
        {
            return null;
        }

        var line = Line(_end);
        _begin = _searched = _end;
        return line;
    }

    private ReadOnlyMemory<byte> Line(int end)
    {
        var line = _buffer.AsMemory(_begin, end - _begin);
        if (_isAtStart && line.Span.StartsWith(Utf8Mark))
        {
            line = line[Utf8Mark.Length..];
        }

        _isAtStart = false;
        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }

    /// <summary>Moves the unread bytes to the front and reads more after them.</summary>
    private async Task FillAsync(CancellationToken stop)
    {
        var kept = _end - _begin;
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, kept).CopyTo(_buffer);
            (_begin, _searched, _end) = (0, _searched - _begin, kept);
        }

        if (_end == _buffer.Length)
        {
            var most = Math.Min(longest, Array.MaxLength);
            if (_buffer.Length >= most)
            {
                throw new ProtocolException($"it has more than {most} bytes");
            }

            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, most));
        }

        var reading = stream.ReadAsync(_buffer.AsMemory(_end), stop);

        // A read of standard input cannot be cancelled; it is abandoned.
        var read = reading.IsCompleted ? await reading : await reading.AsTask().WaitAsync(stop);
        _end += read;
        _hasEnded = read == 0;
    }
}
