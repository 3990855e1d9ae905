using System.Threading.Channels;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// The client's state of one submission. Rows are added by the submitter, results by the session's actor; each task ends once,
/// regardless of how often its result arrives, and is then discarded.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="trace">Where it belongs in the client's trace, as <see cref="TraceParent"/>; null = nowhere.</param>
internal sealed class Submission(Guid id, string? trace = null) : IResultSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Pending> _open = [];
    private readonly SubmissionRows _rows = new(id);
    private readonly Channel<FinishedTask> _finished = Channel.CreateUnbounded<FinishedTask>(new UnboundedChannelOptions { SingleReader = true });
    private int _count;
    private bool _complete;
    private volatile bool _failed;

    public Guid Id { get; } = id;

    public string Trace { get; } = trace ?? "";

    /// <summary>Results in order of completion; completed after the last one.</summary>
    public ChannelReader<FinishedTask> Finished => _finished.Reader;

    /// <summary>The master's first answer: null = accepted, otherwise the task that caused the refusal, and the reason.</summary>
    public TaskCompletionSource<RefusedRow?> Verdict { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether <see cref="Fail"/> has been called.</summary>
    public bool HasFailed => _failed;

    /// <summary>Tasks added so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds a task and builds its row.</summary>
    /// <param name="input">The task.</param>
    /// <param name="watched">Receives acceptance and result, instead of <see cref="Finished"/>.</param>
    /// <exception cref="RefusedException">The task is invalid; for example, its name is taken. Nothing was added.</exception>
    public TaskRow Add(TaskInput input, WatchedTask? watched)
    {
        lock (_gate)
        {
            TaskRow row;
            try
            {
                row = _rows.Add(_count, input);
            }
            catch (ProtocolException error)
            {
                throw new RefusedException(error.Message);
            }

            _open.Add(_count++, new Pending(row.Uid, watched, row.Kind == PayloadKind.WorkItem ? row.Fingerprint : null));
            return row;
        }
    }

    /// <summary>Adds a task for which no row can be built; it ends at once, in its place.</summary>
    public void AddRefused(string uid, string reason)
    {
        lock (_gate)
        {
            _finished.Writer.TryWrite(new FinishedTask(_count++, RefusedRecord(uid, reason)));
        }
    }

    /// <summary>No more tasks will be added.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            EndIfAllEnded();
        }
    }

    /// <summary>The master has accepted these tasks.</summary>
    public void Accepted(int first, int count)
    {
        Verdict.TrySetResult(null);
        lock (_gate)
        {
            for (var index = first; index < first + count; index++)
            {
                if (_open.TryGetValue(index, out var task))
                {
                    _open[index] = task with { IsAccepted = true };
                    task.Watched?.Accepted.TrySetResult();
                }
            }
        }
    }

    /// <summary>The master has refused this task.</summary>
    public bool Refused(int index, string reason)
    {
        Verdict.TrySetResult(new RefusedRow(index, reason));
        lock (_gate)
        {
            if (!_open.Remove(index, out var task))
            {
                return false;
            }

            if (task.Watched is { } watched)
            {
                watched.Accepted.TrySetException(new RefusedException(reason));
            }
            else
            {
                _finished.Writer.TryWrite(new FinishedTask(index, RefusedRecord(task.Uid.ToString(), reason)));
            }

            EndIfAllEnded();
            return true;
        }
    }

    public bool WaitsForAccepted
    {
        get
        {
            lock (_gate)
            {
                return _open.Values.Any(static task => task.IsAccepted);
            }
        }
    }

    public bool Ended(in ResultRow row)
    {
        lock (_gate)
        {
            if (!_open.Remove(row.Key.Index, out var task))
            {
                return true;
            }

            var record = RecordOf(task.Uid, row) with { Fingerprint = task.Fingerprint };
            if (task.Watched is { } watched)
            {
                watched.Accepted.TrySetResult();
                watched.Result.TrySetResult(record);
            }
            else
            {
                _finished.Writer.TryWrite(new FinishedTask(row.Key.Index, record));
            }

            EndIfAllEnded();
            return true;
        }
    }

    /// <summary>Ends the results with an error.</summary>
    public void Fail(ScaleMsException error)
    {
        _failed = true;
        lock (_gate)
        {
            foreach (var task in _open.Values)
            {
                task.Watched?.Fail(error);
            }

            _finished.Writer.TryComplete(error);
            if (Verdict.TrySetException(error))
            {
                // Marks the exception as observed: most callers never look at it.
                _ = Verdict.Task.Exception;
            }
        }
    }

    /// <summary>True for the record of a refused task.</summary>
    public static bool IsRefusal(TaskRecord record) =>
        record is { State: TaskState.Failed, Attempt: 0, ErrorKind: ErrorKind.Refused };

    private static TaskRecord RefusedRecord(string uid, string reason) =>
        new TaskRecord { Uid = uid, State = TaskState.Failed, TargetState = TaskState.Failed }.Failed(ErrorType.Refused, reason);

    internal static TaskRecord RecordOf(TaskUid uid, in ResultRow row) => new TaskRecord
    {
        Uid = uid.ToString(),
        State = row.State,
        TargetState = row.State,
        Attempt = row.Attempt,
        Timestamps = new TaskTimestamps
        {
            Started = TaskTimestamps.OfMicroseconds(row.StartedMicroseconds),
            Finished = TaskTimestamps.OfMicroseconds(row.FinishedMicroseconds),
        },
    }.With(TaskOutcome.ParseOrError(row.Payload.Span));

    private void EndIfAllEnded()
    {
        if (_complete && _open.Count == 0)
        {
            _finished.Writer.TryComplete();
        }
    }

    private readonly record struct Pending(TaskUid Uid, WatchedTask? Watched, uint? Fingerprint, bool IsAccepted = false);
}
