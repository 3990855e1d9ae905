using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Expecting the next message, and who sent it.</summary>
public abstract partial class TestKitBase
{
    public T ExpectMsgFrom<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(duration, cancellationToken), hint, From<T>(sender, hint));

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Is(message, hint) + From<T>(sender, hint));

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Is(isMessage, hint) + From<T>(sender, hint));

    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, From<T>(isSender, hint) + Is(isMessage, hint));

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, From<T>(sender, hint) + ((message, _) => assertMessage(message)));

    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Both(assertSender, assertMessage));

    public async ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(duration, cancellationToken), hint, From<T>(sender, hint));

    public async ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Is(message, hint) + From<T>(sender, hint));

    public async ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Is(isMessage, hint) + From<T>(sender, hint));

    public async ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, From<T>(isSender, hint) + Is(isMessage, hint));

    public async ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, From<T>(sender, hint) + ((message, _) => assertMessage(message)));

    public async ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Both(assertSender, assertMessage));

    private static Action<T, IActorRef> Both<T>(Action<IActorRef> assertSender, Action<T> assertMessage) => (message, sender) =>
    {
        assertSender(sender);
        assertMessage(message);
    };
}
