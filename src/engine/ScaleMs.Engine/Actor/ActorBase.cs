using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>An actor as the engine knows it.</summary>
public interface IInternalActor
{
    /// <summary>The actor's context.</summary>
    IActorContext ActorContext { get; }
}

/// <summary>The base of every actor.</summary>
public abstract partial class ActorBase : IInternalActor
{
    private readonly ActorCell _cell;
    private SupervisorStrategy? _supervisorStrategy;
    private Receive? _receiveDelegate;

    /// <summary>Called by the engine only: actors are made with <see cref="IActorRefFactory.ActorOf"/>.</summary>
    /// <exception cref="ActorInitializationException">It was called with <c>new</c>.</exception>
    protected ActorBase() => _cell = InternalCurrentActorCellKeeper.Current ?? throw new ActorInitializationException(
        "Do not create actors using 'new', always create them using an ActorContext/System");

    IActorContext IInternalActor.ActorContext => _cell;

    internal SupervisorStrategy SupervisorStrategyInternal
    {
        get => _supervisorStrategy ??= SupervisorStrategy();
        set => _supervisorStrategy = value;
    }

    internal Receive ReceiveDelegate => _receiveDelegate ??= Receive;

    /// <summary>The context of the actor that runs on this thread.</summary>
    /// <exception cref="NotSupportedException">None runs here.</exception>
    protected static IActorContext Context => InternalCurrentActorCellKeeper.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    /// <summary>A behaviour that handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = static _ => false;

    /// <summary>The actor's ref.</summary>
    protected IActorRef Self => _cell.Self;

    /// <summary>The sender of the message in process.</summary>
    protected IActorRef Sender => _cell.Sender;

    internal bool ReceiveInternal(object message) => Receive(message);

    internal bool AroundReceiveInternal(Receive receive, object message)
    {
        if (_cell.SystemImpl.Settings.AddLoggingReceive && this is ILogReceive)
        {
            _cell.SystemImpl.EventStream.Publish(new Debug(
                Self.Path.ToString(), GetType(), $"received handled message {message} from {Sender}"));
        }

        return AroundReceive(receive, message);
    }

    internal void UnhandledInternal(object message) => Unhandled(message);

    /// <summary>Hands a message to a behaviour. An override sees every message first.</summary>
    protected virtual bool AroundReceive(Receive receive, object message)
    {
        if (receive(message))
        {
            return true;
        }

        Unhandled(message);
        return false;
    }

    /// <summary>Handles a message and tells whether it did.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Called with messages that nothing handled. By default they are published, and the end of a watched actor is a failure.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        _cell.SystemImpl.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Replaces the behaviour.</summary>
    protected void Become(Receive receive) => _cell.Become(receive);

    /// <summary>Puts a behaviour over the present one.</summary>
    protected void BecomeStacked(Receive receive) => _cell.BecomeStacked(receive);

    /// <summary>Goes back to the behaviour below.</summary>
    protected void UnbecomeStacked() => _cell.UnbecomeStacked();

    /// <summary>Asks for <see cref="ReceiveTimeout"/> after a time without messages; null takes it back.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);

    /// <summary>How failures of children are dealt with.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;
}
