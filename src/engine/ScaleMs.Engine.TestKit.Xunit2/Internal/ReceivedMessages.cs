namespace Akka.TestKit.Internal;

/// <summary>
/// What a test actor has received and the test has not yet looked at. The test thread reads it directly, by blocking
/// or by awaiting, so that a synchronous test depends on no thread-pool thread to see its messages.
/// </summary>
internal sealed class ReceivedMessages
{
    private readonly Lock _lock = new();
    private readonly Queue<MessageEnvelope> _messages = new();
    private readonly ManualResetEventSlim _arrived = new(initialState: false, spinCount: 0);
    private TaskCompletionSource? _asyncArrival;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    public void Enqueue(MessageEnvelope envelope)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _messages.Enqueue(envelope);
            waiting = _asyncArrival;
            _asyncArrival = null;
            _arrived.Set();
        }

        waiting?.SetResult();
    }

    /// <summary>Waits up to <paramref name="max"/> for the first message; any negative duration means for ever.</summary>
    public MessageEnvelope? Next(bool remove, TimeSpan max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = Deadline.After(max);
        while (true)
        {
            if (TryNext(remove) is { } envelope)
            {
                return envelope;
            }

            var left = deadline.Left;
            if (left == TimeSpan.Zero)
            {
                return null;
            }

            _arrived.Wait(left, cancellationToken);
        }
    }

    /// <inheritdoc cref="Next"/>
    public async ValueTask<MessageEnvelope?> NextAsync(bool remove, TimeSpan max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = Deadline.After(max);
        while (true)
        {
            if (TryNext(remove, out var arrival) is { } envelope)
            {
                return envelope;
            }

            var left = deadline.Left;
            if (left == TimeSpan.Zero)
            {
                return null;
            }

            try
            {
                await arrival.WaitAsync(left, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The loop looks once more before it gives up.
            }
        }
    }

    /// <summary>A copy of what waits to be read, oldest first.</summary>
    public IReadOnlyList<MessageEnvelope> Snapshot()
    {
        lock (_lock)
        {
            return _messages.ToArray();
        }
    }

    private MessageEnvelope? TryNext(bool remove)
    {
        lock (_lock)
        {
            return Take(remove);
        }
    }

    private MessageEnvelope? TryNext(bool remove, out Task arrival)
    {
        lock (_lock)
        {
            var envelope = Take(remove);
            arrival = envelope is not null
                ? Task.CompletedTask
                : (_asyncArrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return envelope;
        }
    }

    private MessageEnvelope? Take(bool remove)
    {
        if (_messages.Count == 0)
        {
            _arrived.Reset();
            return null;
        }

        return remove ? _messages.Dequeue() : _messages.Peek();
    }
}
