using Akka.Actor;

namespace Akka.TestKit;

/// <summary>What the expectations share: waiting for the next message, and judging it.</summary>
public abstract partial class TestKitBase
{
    private const int ShownMessages = 20;

    private (MessageEnvelope? Envelope, TimeSpan Limit) Await(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        return (Take(limit, cancellationToken), limit);
    }

    private async ValueTask<(MessageEnvelope? Envelope, TimeSpan Limit)> AwaitAsync(
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        return (await TakeAsync(limit, cancellationToken), limit);
    }

    private T Accept<T>((MessageEnvelope? Envelope, TimeSpan Limit) next, string? hint, Action<T, IActorRef>? assert = null)
    {
        if (next.Envelope is null)
        {
            Fail($"Timeout {next.Limit} while waiting for a message of type {typeof(T)}.{HintText(hint)}");
            return default!;
        }

        if (next.Envelope.Message is not T message)
        {
            Fail($"Expected a message of type {typeof(T)}, but received {{{next.Envelope.Message}}} " +
                $"(type {next.Envelope.Message?.GetType()}) from {Shown(next.Envelope.Sender)}.{HintText(hint)}{StillWaiting()}");
            return default!;
        }

        assert?.Invoke(message, next.Envelope.Sender);
        return message;
    }

    private Action<T, IActorRef> Is<T>(T expected, string? hint) => (message, sender) =>
        _assertions.AssertEqual(expected, message, "{0}", $"From {Shown(sender)}.{HintText(hint)}{StillWaiting()}");

    private Action<T, IActorRef> Is<T>(T expected, Func<T, T, bool> comparer, string? hint) => (message, sender) =>
        _assertions.AssertEqual(expected, message, comparer, "{0}", $"From {Shown(sender)}.{HintText(hint)}{StillWaiting()}");

    private Action<T, IActorRef> Is<T>(Predicate<T> isMessage, string? hint) => (message, sender) =>
    {
        if (!isMessage(message))
        {
            Fail($"Got a message of the expected type <{typeof(T)}> from {Shown(sender)}, " +
                $"but the predicate does not accept it: {{{message}}}.{HintText(hint)}{StillWaiting()}");
        }
    };

    private Action<T, IActorRef> Is<T>(Func<T, IActorRef, bool> isMessageAndSender, string? hint) => (message, sender) =>
        Is<T>(received => isMessageAndSender(received, sender), hint)(message, sender);

    private Action<T, IActorRef> From<T>(IActorRef expected, string? hint) => (message, sender) =>
        _assertions.AssertEqual(expected, sender, "{0}", $"The sender of {{{message}}} is another one.{HintText(hint)}");

    private Action<T, IActorRef> From<T>(Predicate<IActorRef> isSender, string? hint) => (message, sender) =>
    {
        if (!isSender(sender))
        {
            Fail($"The predicate does not accept {Shown(sender)}, the sender of {{{message}}}.{HintText(hint)}");
        }
    };

    private Action<Terminated, IActorRef> IsTerminated(IActorRef target, string? hint) => (terminated, _) =>
        _assertions.AssertEqual(target, terminated.ActorRef, "{0}", $"Another actor has terminated.{HintText(hint)}");

    private string StillWaiting()
    {
        var waiting = _received.Snapshot();
        return waiting.Count == 0 ? "" : $" Received after it: {Shown(waiting)}";
    }

    private static string Shown(IActorRef? sender) => sender is null || sender.IsNobody() ? "no sender" : sender.ToString()!;

    private static string Shown<T>(IReadOnlyCollection<T> messages)
    {
        var shown = string.Join(", ", messages.Take(ShownMessages).Select(message => $"{{{message}}}"));
        return messages.Count > ShownMessages ? $"[{shown}, … {messages.Count - ShownMessages} more]" : $"[{shown}]";
    }
}
