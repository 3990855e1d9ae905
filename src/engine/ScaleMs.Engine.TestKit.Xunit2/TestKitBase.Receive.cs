using System.Runtime.CompilerServices;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Reading messages one by one. A time given here is real time; it is not multiplied by the time factor.</summary>
public abstract partial class TestKitBase
{
    /// <summary>Reads the next message; null when none arrives within <paramref name="max"/>.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Take(GetTimeoutOrDefault(max), cancellationToken)?.Message;

    /// <inheritdoc cref="ReceiveOne"/>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(GetTimeoutOrDefault(max), cancellationToken))?.Message;

    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var taken = Take(GetTimeoutOrDefault(max), cancellationToken);
        envelope = taken ?? NullMessageEnvelope.Instance;
        return taken is not null;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max,
        CancellationToken cancellationToken = default)
    {
        var taken = await TakeAsync(GetTimeoutOrDefault(max), cancellationToken);
        return (taken is not null, taken ?? NullMessageEnvelope.Instance);
    }

    /// <summary>Looks at the next message and leaves it; null when none arrives within <paramref name="max"/>.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        _received.Next(remove: false, GetTimeoutOrDefault(max), cancellationToken)?.Message;

    /// <summary>Looks at the next message and leaves it, however long it takes to arrive.</summary>
    public object? PeekOne(CancellationToken cancellationToken) => PeekOne(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await _received.NextAsync(remove: false, GetTimeoutOrDefault(max), cancellationToken))?.Message;

    /// <inheritdoc cref="PeekOne(CancellationToken)"/>
    public ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) =>
        PeekOneAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        var next = _received.Next(remove: false, GetTimeoutOrDefault(max), cancellationToken);
        envelope = next ?? NullMessageEnvelope.Instance;
        return next is not null;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        var next = await _received.NextAsync(remove: false, GetTimeoutOrDefault(max), cancellationToken);
        return (next is not null, next ?? NullMessageEnvelope.Instance);
    }

    /// <summary>Reads that many messages within what remains, else within `akka.test.single-expect-default`.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeN(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Reads that many messages; all of them have to arrive within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        TakeN(numberOfMessages, EnsurePositive(Dilated(max), nameof(max)), cancellationToken);

    /// <inheritdoc cref="ReceiveN(int, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeNAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages,
        TimeSpan max,
        CancellationToken cancellationToken = default) =>
        TakeNAsync(numberOfMessages, EnsurePositive(Dilated(max), nameof(max)), cancellationToken);

    private static TimeSpan EnsurePositive(TimeSpan duration, string parameterName)
    {
        duration.EnsureIsPositiveFinite(parameterName);
        return duration;
    }

    private MessageEnvelope? Take(TimeSpan max, CancellationToken cancellationToken) =>
        Remember(_received.Next(remove: true, max, cancellationToken));

    private async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan max, CancellationToken cancellationToken) =>
        Remember(await _received.NextAsync(remove: true, max, cancellationToken));

    private MessageEnvelope? Remember(MessageEnvelope? taken)
    {
        _lastWasNoMessage = false;
        _last = taken ?? NullMessageEnvelope.Instance;
        return taken;
    }

    private List<object> TakeN(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var deadline = Deadline.After(max);
        var messages = new List<object>();
        while (messages.Count < count)
        {
            if (Take(deadline.Left, cancellationToken) is not { } envelope)
            {
                Fail(TooFew(count, messages, max));
                break;
            }

            messages.Add(envelope.Message!);
        }

        return messages;
    }

    private async IAsyncEnumerable<object> TakeNAsync(
        int count,
        TimeSpan max,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var deadline = Deadline.After(max);
        var messages = new List<object>();
        while (messages.Count < count)
        {
            if (await TakeAsync(deadline.Left, cancellationToken) is not { } envelope)
            {
                Fail(TooFew(count, messages, max));
                yield break;
            }

            messages.Add(envelope.Message!);
            yield return envelope.Message!;
        }
    }

    private static string TooFew(int count, List<object> messages, TimeSpan max) =>
        $"Timeout ({max}) while expecting {count} messages. Only got {messages.Count}: {Shown(messages)}";
}
