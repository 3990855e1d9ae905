using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Executors;

namespace ScaleMs.Actors.Workers.Node;

/// <summary>A task in a slot. Ends exactly once: by itself, or given up.</summary>
internal sealed class RunningTask(TaskRow row, long startedMicroseconds) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private EndReason? _reason;
    private int _ended;

    public TaskRow Row { get; } = row;

    public AckRow Id => new(Row.Key, Row.Attempt);

    public long StartedMicroseconds { get; } = startedMicroseconds;

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Why it was told to end; null = it was not.</summary>
    public EndReason? Reason => Volatile.Read(ref _reason);

    /// <summary>Tells it to end. The first reason counts.</summary>
    /// <returns>False when it was told before.</returns>
    public bool RequestEnd(EndReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
        {
            return false;
        }

        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this moment.
        }
        catch (AggregateException)
        {
            // A callback that the user's code registered on the token failed; the token is cancelled all the same.
        }

        return true;
    }

    /// <summary>Marks it as ended.</summary>
    /// <returns>True for the one caller whose result counts.</returns>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    public ResultRow Result(Execution execution, long finishedMicroseconds) => new()
    {
        Key = Row.Key,
        Attempt = Row.Attempt,
        State = execution.State,
        StartedMicroseconds = StartedMicroseconds,
        FinishedMicroseconds = finishedMicroseconds,
        Payload = execution.Outcome.ToUtf8Json(),
    };

    public void Dispose() => _cancellation.Dispose();
}
