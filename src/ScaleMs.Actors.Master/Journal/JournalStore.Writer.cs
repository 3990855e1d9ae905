using System.Diagnostics;

namespace ScaleMs.Actors.Master.Journal;

internal sealed partial class JournalStore
{
    private readonly object _gate = new();
    private List<JournalEntry> _buffer = [];
    private long _last;
    private long _bytes;
    private long _trimmed;
    private long _trimBelow;
    private bool _closing;
    private bool _closed;
    private JournalException? _failure;
    private Thread? _writer;

    /// <summary>Starts the writer.</summary>
    /// <param name="committed">Called on the writer's thread: all entries up to this sequence are safe.</param>
    /// <param name="failed">Called once on the writer's thread: nothing more is written.</param>
    /// <param name="metrics">Measures commits; null = nothing does.</param>
    public void Start(Action<long> committed, Action<JournalException> failed, JournalMetrics? metrics = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            if (_writer is not null)
            {
                throw new InvalidOperationException("the journal is started already");
            }

            _writer = new Thread(() => Write(committed, failed, metrics)) { Name = "scalems-journal", IsBackground = true };
            _writer.Start();
        }
    }

    /// <summary>Never waits for the disk. After a failure the entry is dropped; the failure has been or is about to be reported.</summary>
    /// <param name="kind">The kind, defined by the owner.</param>
    /// <param name="data">The data; it must not change afterwards.</param>
    /// <returns>The entry's sequence.</returns>
    public long Append(byte kind, byte[] data)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            _last++;
            if (_failure is null)
            {
                _buffer.Add(new JournalEntry(_last, kind, data));
                _bytes += data.Length;
                Monitor.Pulse(_gate);
            }

            return _last;
        }
    }

    /// <summary>
    /// Entries below <paramref name="sequence"/> are gone after the next commit. Their space is freed a little with each
    /// commit, so that no commit takes long.
    /// </summary>
    public void TrimBefore(long sequence)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            _trimBelow = Math.Max(_trimBelow, Math.Min(sequence, _last + 1));
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Writes what is buffered, and closes the file.</summary>
    public void Dispose()
    {
        Thread? writer;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            (_closing, _closed) = (true, true);
            writer = _writer;
            Monitor.Pulse(_gate);
        }

        if (writer is null)
        {
            Write(static _ => { }, failure => throw failure, null);
        }
        else if (writer != Thread.CurrentThread)
        {
            writer.Join();
        }
    }

    private void Write(Action<long> committed, Action<JournalException> failed, JournalMetrics? metrics)
    {
        try
        {
            while (Take() is var (entries, first))
            {
                using (metrics?.Begin(entries))
                {
                    var begun = Stopwatch.GetTimestamp();
                    _file.Commit(entries, first);
                    metrics?.Committed(entries, Stopwatch.GetElapsedTime(begun));
                }

                Account();
                if (entries.Count > 0)
                {
                    committed(entries[^1].Sequence);
                }
            }
        }
        catch (Exception error)
        {
            var failure = error as JournalException
                ?? new JournalException($"the journal {_file.Path} is no longer written: {error.GetType().FullName}: {error.Message}", error);
            lock (_gate)
            {
                _failure = failure;
                _buffer = [];
            }

            failed(failure);
        }
        finally
        {
            _file.Dispose();
        }
    }

    /// <summary>Waits for something to commit.</summary>
    /// <returns>Null: the journal is closing, and everything is written.</returns>
    private (List<JournalEntry> Entries, long First)? Take()
    {
        lock (_gate)
        {
            while (_buffer.Count == 0 && _trimBelow <= _file.First && (_closing || !_file.HasLeftovers))
            {
                if (_closing)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            var entries = _buffer;
            _buffer = new List<JournalEntry>(entries.Count);
            return (entries, _trimBelow);
        }
    }

    /// <summary>Only a trim makes the file's count differ from the count at the appends.</summary>
    private void Account()
    {
        lock (_gate)
        {
            _trimmed = _file.First;
            _bytes = _file.Bytes + _buffer.Sum(static entry => (long)entry.Data.Length);
        }
    }
}
