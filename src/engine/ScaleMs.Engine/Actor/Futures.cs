namespace Akka.Actor;

/// <summary>Questions: send a message, get the answer as a task.</summary>
public static class Futures
{
    /// <summary>Asks. Without a time-out the task waits for ever, unless <c>akka.actor.ask-timeout</c> says otherwise.</summary>
    /// <exception cref="AskTimeoutException">The answer did not come in time.</exception>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<object>(message, timeout);

    /// <summary>Asks.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>Asks.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        AskInternal<T>(self, message, null, timeout, cancellationToken);

    /// <summary>Asks with a message that carries the ref to answer to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken) =>
        AskInternal<T>(self, null, messageFactory, timeout, cancellationToken);

    internal static IActorRefProvider? ProviderOf(ICanTell target) => target switch
    {
        IInternalActorRef actor and not Nobody => actor.Provider,
        ActorSelection { Anchor: not Nobody } selection => ProviderOf(selection.Anchor),
        _ => ActorCell.Current?.SystemImpl.Provider,
    };

    private static Task<T> AskInternal<T>(
        ICanTell self, object? message, Func<IActorRef, object>? messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self)
            ?? throw new ArgumentException($"Unable to resolve the target Provider of [{self}]", nameof(self));
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (cancellationToken.IsCancellationRequested)
        {
            result.SetCanceled(cancellationToken);
            return result.Task;
        }

        var future = new FutureActorRef<T>(result, provider);
        var wait = timeout ?? provider.Settings.AskTimeout;
        if (wait != Timeout.InfiniteTimeSpan || cancellationToken.CanBeCanceled)
        {
            AskExpiry<T>.Arm(result, future, wait, cancellationToken);
        }

        future.DeliverAsk(messageFactory is null ? message! : messageFactory(future), self);
        return result.Task;
    }
}
