using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// Expecting the next message. It has to arrive within the timeout (multiplied by the time factor), else within what
/// remains of the <c>Within</c> block, else within `akka.test.single-expect-default`.
/// </summary>
public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Accept<T>(Await(duration, cancellationToken), hint);

    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Is(message, hint));

    public T ExpectMsg<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Is(isMessage, hint));

    public T ExpectMsg<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept<T>(Await(timeout, cancellationToken), hint, (message, _) => assert(message));

    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Is(isMessageAndSender, hint));

    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, assertMessageAndSender);

    public T ExpectMsg<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, Is(expected, comparer, hint));

    public async ValueTask<T> ExpectMsgAsync<T>(
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept<T>(await AwaitAsync(duration, cancellationToken), hint);

    public async ValueTask<T> ExpectMsgAsync<T>(
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Is(message, hint));

    public async ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Is(isMessage, hint));

    public async ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept<T>(await AwaitAsync(timeout, cancellationToken), hint, (message, _) => assert(message));

    public async ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Is(isMessageAndSender, hint));

    public async ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, assertMessageAndSender);

    public async ValueTask<T> ExpectMsgAsync<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, Is(expected, comparer, hint));

    /// <summary>The watched actor has terminated.</summary>
    public Terminated ExpectTerminated(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(Await(timeout, cancellationToken), hint, IsTerminated(target, hint));

    /// <inheritdoc cref="ExpectTerminated"/>
    public async ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Accept(await AwaitAsync(timeout, cancellationToken), hint, IsTerminated(target, hint));
}
