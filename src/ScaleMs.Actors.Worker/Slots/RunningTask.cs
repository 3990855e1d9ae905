using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A task in a slot. It ends exactly once: by itself, or because it is abandoned.</summary>
internal sealed class RunningTask : IDisposable
{
    // Output kept of a task that did not end by itself: enough for a stack trace, small enough for any message.
    private const int ExcerptLength = 64 * 1024;

    // Output of native code and programs, which bypasses the executors.
    private const int RawLimit = 64 * 1024;

    private readonly CancellationTokenSource? _cancellation;
    private EndReason? _reason;
    private int _ended;

    private RunningTask(TaskRow row, long startedMicroseconds, TaskOutput output, CancellationTokenSource? cancellation) =>
        (Row, StartedMicroseconds, Output, _cancellation) = (row, startedMicroseconds, output, cancellation);

    public TaskRow Row { get; }

    public AckRow Id => new(Row.Key, Row.Attempt);

    public long StartedMicroseconds { get; }

    /// <summary>The task's output so far.</summary>
    public TaskOutput Output { get; }

    /// <summary>Output of the task's native code or programs that bypassed the executors, so its outcome lacks it; null = none.</summary>
    public CappedText? PrintedRaw { get; private set; }

    public CancellationToken Cancellation => _cancellation?.Token ?? CancellationToken.None;

    /// <summary>Why the task was told to end; null = it was not.</summary>
    public EndReason? Reason => Volatile.Read(ref _reason);

    /// <summary>A task that runs in this process and is told to end by a token.</summary>
    public static RunningTask WithCancellation(TaskRow row, long startedMicroseconds, TaskOutput output) =>
        new(row, startedMicroseconds, output, new CancellationTokenSource());

    /// <summary>A task that runs elsewhere; a request to end it must be forwarded.</summary>
    public static RunningTask Elsewhere(TaskRow row, long startedMicroseconds, TaskOutput output) => new(row, startedMicroseconds, output, null);

    /// <summary>Tells the task to end. The first reason counts.</summary>
    /// <returns>False when it was already told.</returns>
    public bool RequestEnd(EndReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
        {
            return false;
        }

        try
        {
            _cancellation?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The task ended by itself at this moment.
        }
        catch (AggregateException)
        {
            // A callback that the user's code registered on the token threw; the token is cancelled all the same.
        }

        return true;
    }

    /// <summary>Adds text to <see cref="PrintedRaw"/>; the lock is the slot's.</summary>
    public void PrintRaw_NeedsLock(ReadOnlySpan<char> text)
    {
        Output.Append(OutputStream.Error, text);
        (PrintedRaw ??= new CappedText(RawLimit)).Append(text);
    }

    /// <summary>Discards the task's output, because it starts over; the lock is the slot's.</summary>
    public void BeginAgain_NeedsLock()
    {
        Output.Clear();
        PrintedRaw = null;
    }

    /// <summary>Marks the task as ended.</summary>
    /// <returns>True for the one caller whose result counts.</returns>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    /// <summary>The outcome of a task that did not end by itself, with its output.</summary>
    public Execution EndedFor(EndReason reason) => new(reason.State, WithOutput(reason.Outcome));

    /// <summary>The outcome with the beginning of the output so far.</summary>
    public TaskOutcome WithOutput(TaskOutcome outcome) =>
        outcome with { Stdout = Excerpt(Output.Text(OutputStream.Out)), Stderr = Excerpt(Output.Text(OutputStream.Error)) };

    /// <summary>The beginning of the task's output.</summary>
    public static string Excerpt(string text) =>
        text.Length <= ExcerptLength ? text : string.Concat(text.AsSpan(0, ExcerptLength), "\n[cut]\n");

    public ResultRow Result(Execution execution, long finishedMicroseconds) =>
        Result(execution.State, finishedMicroseconds, execution.Outcome.ToUtf8Json(), execution.Code);

    public ResultRow Result(TaskState state, long finishedMicroseconds, ReadOnlyMemory<byte> payload, CodeIdentity? code = null) => new()
    {
        Key = Row.Key,
        Attempt = Row.Attempt,
        State = state,
        StartedMicroseconds = StartedMicroseconds,
        FinishedMicroseconds = finishedMicroseconds,
        Code = code,
        Payload = payload,
    };

    public void Dispose() => _cancellation?.Dispose();
}
