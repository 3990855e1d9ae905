using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Counts of tasks by outcome. Thread-safe.</summary>
internal sealed class RunCounts
{
    private const int FirstFailures = 5;

    private readonly Lock _gate = new();
    private long _done;
    private long _failed;
    private long _canceled;
    private long _read;
    private ImmutableList<(ResultPlace Place, string Reason)> _failures = [];

    /// <summary>Lines read so far that get a result.</summary>
    public long Read => Volatile.Read(ref _read);

    public long Done => Volatile.Read(ref _done);

    public long Failed => Volatile.Read(ref _failed);

    public long Canceled => Volatile.Read(ref _canceled);

    public long Ended => Done + Failed + Canceled;

    /// <summary>The first few, with their reasons.</summary>
    public ImmutableList<(ResultPlace Place, string Reason)> Failures => _failures;

    /// <summary>Counts a line that was read.</summary>
    /// <returns>Its 0-based position.</returns>
    public int AddRead() => (int)Interlocked.Increment(ref _read) - 1;

    /// <summary>Counts a task that has ended.</summary>
    public void Add(ResultPlace place, TaskRecord record)
    {
        switch (record.State)
        {
            case TaskState.Done:
                Interlocked.Increment(ref _done);
                return;
            case TaskState.Canceled:
                Interlocked.Increment(ref _canceled);
                return;
            default:
                Interlocked.Increment(ref _failed);
                break;
        }

        lock (_gate)
        {
            if (_failures.Count < FirstFailures)
            {
                _failures = _failures.Add((place, Reason(record)));
            }
        }
    }

    private static string Reason(TaskRecord record) =>
        record is { Exception: null, ExitCode: not null } ? record.FailureReason() + Tail(record.Stderr) : record.FailureReason();

    /// <summary>The end of a program's standard error.</summary>
    private static string Tail(string stderr) =>
        stderr.TrimEnd().Split('\n')[^1] is { Length: > 0 } last ? $": {last}" : "";
}
