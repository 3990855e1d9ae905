using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Makes actors and finds them.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes an actor; its ref can be used at once.</summary>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>The actors at a path.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>The actors at a path, which may have wildcards.</summary>
    ActorSelection ActorSelection(string actorPath);
}

/// <summary>Watches for the end of actors.</summary>
public interface ICanWatch
{
    /// <summary>Asks for <see cref="Terminated"/> when an actor ends.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for a message when an actor ends.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes back a watch; nothing about it is received any more.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor can do; valid only on its own thread, while it processes a message.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor's ref.</summary>
    IActorRef Self { get; }

    /// <summary>How it was made.</summary>
    Props Props { get; }

    /// <summary>The sender of the message in process, or the dead letters.</summary>
    IActorRef Sender { get; }

    /// <summary>The system.</summary>
    ActorSystem System { get; }

    /// <summary>The supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>How long nothing may be received, or null.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>What runs the actor.</summary>
    MessageDispatcher Dispatcher { get; }

    /// <summary>Replaces the behaviour.</summary>
    void Become(Receive receive);

    /// <summary>Puts a behaviour over the present one.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Goes back to the behaviour below.</summary>
    void UnbecomeStacked();

    /// <summary>The child of a name, or nobody.</summary>
    IActorRef Child(string name);

    /// <summary>The children.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Asks for <see cref="Actor.ReceiveTimeout"/> after a time without messages; null takes it back.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops a child, or the actor itself.</summary>
    void Stop(IActorRef child);
}

/// <summary>The context of actors whose behaviours return nothing.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Replaces the behaviour.</summary>
    void Become(UntypedReceive receive);

    /// <summary>Puts a behaviour over the present one.</summary>
    void BecomeStacked(UntypedReceive receive);
}

/// <summary>A behaviour: takes a message and tells whether it was handled.</summary>
public delegate bool Receive(object message);

/// <summary>A behaviour that handles every message.</summary>
public delegate void UntypedReceive(object message);
