using System.Collections;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Passing over messages until the right one comes.</summary>
public abstract partial class TestKitBase
{
    public object FishForMessage(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, [], max, hint, cancellationToken);

    /// <summary>Reads messages until one is accepted; the others are put into <paramref name="allMessages"/>.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var deadline = Deadline.After(limit);
        allMessages.Clear();
        while (Take(deadline.Left, cancellationToken) is { Message: { } message })
        {
            if (message is T typed && isMessage(typed))
            {
                return typed;
            }

            allMessages.Add(message);
        }

        Fail(NotFished<T>(limit, hint, allMessages));
        return default!;
    }

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, [], max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList, TimeSpan?, string, CancellationToken)"/>
    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var deadline = Deadline.After(limit);
        allMessages.Clear();
        while (await TakeAsync(deadline.Left, cancellationToken) is { Message: { } message })
        {
            if (message is T typed && isMessage(typed))
            {
                return typed;
            }

            allMessages.Add(message);
        }

        Fail(NotFished<T>(limit, hint, allMessages));
        return default!;
    }

    /// <summary>
    /// Receives for <paramref name="max"/> and passes over everything, but fails when a message of exactly the type
    /// <typeparamref name="T"/> comes.
    /// </summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var deadline = Deadline.After(RemainingOrDilated(max));
        while (await TakeAsync(deadline.Left, cancellationToken) is { } envelope)
        {
            if (envelope.Message?.GetType() == typeof(T))
            {
                Fail($"Did not expect a message of type {typeof(T)}, but received {{{envelope.Message}}} from {Shown(envelope.Sender)}.");
            }
        }
    }

    private static string NotFished<T>(TimeSpan limit, string? hint, ArrayList passedOver) =>
        $"Timeout ({limit}) while fishing for a message of type {typeof(T)}.{HintText(hint)} Passed over: {Shown(passedOver.ToArray())}";
}
