namespace Akka.Actor;

/// <summary>An actor's mailbox in the hands of code that is no actor.</summary>
public partial class Inbox : IInboxable, IDisposable
{
    private readonly ActorSystem _system;
    private readonly MessageStore _store;
    private readonly TimeSpan _defaultTimeout;

    private Inbox(ActorSystem system, IActorRef receiver, MessageStore store, TimeSpan defaultTimeout)
    {
        _system = system;
        Receiver = receiver;
        _store = store;
        _defaultTimeout = defaultTimeout;
    }

    /// <inheritdoc/>
    public IActorRef Receiver { get; }

    /// <summary>Makes an inbox.</summary>
    public static Inbox Create(ActorSystem system)
    {
        var config = system.Settings.Config;
        var store = new MessageStore(config.GetInt("akka.actor.inbox.inbox-size", 1000));
        var receiver = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new InboxActor(store)), $"inbox-{Guid.NewGuid():N}");
        return new Inbox(
            system, receiver, store, config.GetTimeSpan("akka.actor.inbox.default-timeout", TimeSpan.FromSeconds(5)));
    }

    /// <inheritdoc/>
    public IActorRef Watch(IActorRef subject)
    {
        Receiver.Tell(new WatchOrder(subject, null, Stop: false), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        Receiver.Tell(new WatchOrder(subject, message, Stop: false), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef Unwatch(IActorRef subject)
    {
        Receiver.Tell(new WatchOrder(subject, null, Stop: true), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc/>
    public void Send(IActorRef actorRef, object message) => actorRef.Tell(message, Receiver);

    /// <inheritdoc/>
    public object Receive() => Receive(_defaultTimeout);

    /// <inheritdoc/>
    public object Receive(TimeSpan timeout) => ReceiveWhere(static _ => true, timeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout)
    {
#pragma warning disable VSTHRD002 // This is the blocking way to receive; nothing that runs here waits for the caller's thread.
        return NextAsync(predicate, timeout).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <inheritdoc/>
    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    /// <inheritdoc/>
    public async Task<object> ReceiveAsync(TimeSpan timeout)
    {
        try
        {
            return await NextAsync(static _ => true, timeout).ConfigureAwait(false);
        }
        catch (TimeoutException missed)
        {
            // Who waits asynchronously is told of it as an actor would be.
            return new Status.Failure(missed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the actor behind the inbox.</summary>
    protected virtual void Dispose(bool disposing) => _system.Stop(Receiver);

    private async Task<object> NextAsync(Predicate<object> predicate, TimeSpan timeout)
    {
        var next = _store.Take(predicate);
        try
        {
            return await next.Task.WaitAsync(timeout < Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A message that came at the last moment is not lost.
            return _store.GiveUp(next) ?? throw new TimeoutException(
                $"Inbox {Receiver.Path} didn't receive a response message in specified timeout {timeout}");
        }
    }

    private sealed record WatchOrder(IActorRef Subject, object? Message, bool Stop);
}
