using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A task in a slot. Ends exactly once: by itself, or given up.</summary>
internal sealed class RunningTask : IDisposable
{
    // Of what a task printed that did not end by itself, this is kept: enough for a trace, little enough for any message.
    private const int ExcerptLength = 64 * 1024;

    // What native code and programs print past the executors.
    private const int RawLimit = 64 * 1024;

    private readonly CancellationTokenSource? _cancellation;
    private EndReason? _reason;
    private int _ended;

    private RunningTask(TaskRow row, long startedMicroseconds, TaskOutput output, CancellationTokenSource? cancellation) =>
        (Row, StartedMicroseconds, Output, _cancellation) = (row, startedMicroseconds, output, cancellation);

    public TaskRow Row { get; }

    public AckRow Id => new(Row.Key, Row.Attempt);

    public long StartedMicroseconds { get; }

    /// <summary>What it has printed so far.</summary>
    public TaskOutput Output { get; }

    /// <summary>What native code or a program has printed on its behalf past the executors, which its outcome lacks; null = nothing.</summary>
    public CappedText? PrintedRaw { get; private set; }

    public CancellationToken Cancellation => _cancellation?.Token ?? CancellationToken.None;

    /// <summary>Why it was told to end; null = it was not.</summary>
    public EndReason? Reason => Volatile.Read(ref _reason);

    /// <summary>A task that runs in this process and hears of its end by a token.</summary>
    public static RunningTask WithCancellation(TaskRow row, long startedMicroseconds, TaskOutput output) =>
        new(row, startedMicroseconds, output, new CancellationTokenSource());

    /// <summary>A task that runs elsewhere; a request to end it must be forwarded.</summary>
    public static RunningTask Elsewhere(TaskRow row, long startedMicroseconds, TaskOutput output) => new(row, startedMicroseconds, output, null);

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
            _cancellation?.Cancel();
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

    /// <summary>Adds text to <see cref="PrintedRaw"/>; the lock is the slot's.</summary>
    public void PrintRaw_NeedsLock(ReadOnlySpan<char> text)
    {
        Output.Append(OutputStream.Error, text);
        (PrintedRaw ??= new CappedText(RawLimit)).Append(text);
    }

    /// <summary>Forgets what it has printed, because it begins anew; the lock is the slot's.</summary>
    public void BeginAgain_NeedsLock()
    {
        Output.Clear();
        PrintedRaw = null;
    }

    /// <summary>Marks it as ended.</summary>
    /// <returns>True for the one caller whose result counts.</returns>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    /// <summary>How it ended when that was not by itself, with what it printed.</summary>
    public Execution EndedFor(EndReason reason) => new(
        reason.State,
        reason.Outcome with { Stdout = Excerpt(Output.Text(OutputStream.Out)), Stderr = Excerpt(Output.Text(OutputStream.Error)) });

    /// <summary>The beginning of what it printed.</summary>
    public static string Excerpt(string text) =>
        text.Length <= ExcerptLength ? text : string.Concat(text.AsSpan(0, ExcerptLength), "\n[cut]\n");

    public ResultRow Result(Execution execution, long finishedMicroseconds) => new()
    {
        Key = Row.Key,
        Attempt = Row.Attempt,
        State = execution.State,
        StartedMicroseconds = StartedMicroseconds,
        FinishedMicroseconds = finishedMicroseconds,
        Code = execution.Code,
        Payload = execution.Outcome.ToUtf8Json(),
    };

    public void Dispose() => _cancellation?.Dispose();
}
