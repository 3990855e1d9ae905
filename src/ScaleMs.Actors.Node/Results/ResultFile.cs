using System.Buffers;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Results;

/// <summary>Output for result lines, as they arrive or in the order of the input. Thread-safe.</summary>
internal sealed class ResultFile : IDisposable
{
    // A few hundred short results per system call.
    private const int BufferSize = 64 * 1024;

    private readonly Lock _gate = new();

#pragma warning disable CA2213 // It may be cancelled late, and holds no resources.
    private readonly CancellationTokenSource _broken = new();
#pragma warning restore CA2213
    private readonly Stream _stream;
    private readonly string _name;
    private readonly bool _details;
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize * 2);
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<int, (ResultPlace Place, TaskRecord Record)>? _early;
    private readonly ReaderWatch? _reader;
    private int _next;
    private bool _isSettled;

    private ResultFile(Stream stream, string name, bool ordered, bool details, ReaderWatch? reader = null)
    {
        (_stream, _name, _details) = (stream, name, details);
        _json = new Utf8JsonWriter(_buffer, ResultLine.Options);
        _early = ordered ? [] : null;
        _reader = reader;
        _reader?.Gone.Register(OnReaderGone);
    }

    /// <summary>Cancelled when no more can be written.</summary>
    public CancellationToken Broken => _broken.Token;

    /// <summary>Why no more can be written; null = it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Opens a file, or standard output for null.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static ResultFile Open(string? path, bool ordered, bool details)
    {
        var stream = StandardStreams.OpenOutput(path);
        return path is null
            ? new ResultFile(stream, StandardStreams.OutputName, ordered, details, new ReaderWatch())
            : new ResultFile(stream, $"'{path}'", ordered, details, null);
    }

    /// <summary>Discards all results.</summary>
    public static ResultFile Nowhere() => new(Stream.Null, "nowhere", ordered: false, details: false);

    /// <summary>Adds a result.</summary>
    /// <param name="sequence">Its 0-based position among all lines that get a result.</param>
    /// <param name="place">The task.</param>
    /// <param name="record">How the task ended.</param>
    /// <returns>Number of lines written by this call, for callers that limit the held-back ones.</returns>
    public int Add(int sequence, ResultPlace place, TaskRecord record)
    {
        lock (_gate)
        {
            if (_early is null)
            {
                Write(place, record);
                return 1;
            }

            _early.Add(sequence, (place, record));
            var written = 0;
            while (_early.Remove(_next, out var due))
            {
                Write(due.Place, due.Record);
                _next++;
                written++;
            }

            return written;
        }
    }

    /// <summary>Writes the buffer.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            FlushBuffer();
        }
    }

    /// <summary>Called when all results are written: the reader may disconnect now.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _isSettled = true;
        }

        _reader?.Dispose();
    }

    /// <summary>Also writes lines held back because an earlier result is missing.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            foreach (var (_, (place, record)) in (_early ?? []).OrderBy(static entry => entry.Key))
            {
                Write(place, record);
            }

            _early?.Clear();
            FlushBuffer();
        }
    }

    public void Dispose()
    {
        Complete();
        Settle();
        lock (_gate)
        {
            _stream.Dispose();
            _json.Dispose();
        }
    }

    private void Write(ResultPlace place, TaskRecord record)
    {
        ResultLine.Write(_json, place, record, _details);
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= BufferSize)
        {
            FlushBuffer();
        }
    }

    private void FlushBuffer()
    {
        try
        {
            if (Problem is null)
            {
                _stream.Write(_buffer.WrittenSpan);
                _stream.Flush();
            }
        }
        catch (IOException error)
        {
            Break((error as OutputException)?.Cause ?? error.Message);
        }

        _buffer.ResetWrittenCount();
    }

    private void OnReaderGone()
    {
        lock (_gate)
        {
            if (!_isSettled && Problem is null)
            {
                Break(OutputException.NoReader);
            }
        }
    }

    private void Break(string cause)
    {
        Problem = $"the results cannot be written to {_name}: {cause}";

        // Asynchronously, because a callback may write here.
        _ = _broken.CancelAsync();
    }
}
