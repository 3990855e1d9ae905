namespace Akka.Actor.Dsl;

/// <summary>What an actor written as a delegate can declare.</summary>
public interface IActorDsl
{
    /// <summary>How failures after which it is replaced are noted, on the fresh instance.</summary>
    Action<Exception, IActorContext>? OnPostRestart { get; set; }

    /// <summary>What is done before it is replaced.</summary>
    Action<Exception, object, IActorContext>? OnPreRestart { get; set; }

    /// <summary>What is done after the last message.</summary>
    Action<IActorContext>? OnPostStop { get; set; }

    /// <summary>What is done before the first message.</summary>
    Action<IActorContext>? OnPreStart { get; set; }

    /// <summary>How failures of children are dealt with.</summary>
    SupervisorStrategy? Strategy { get; set; }

    /// <summary>Handles messages of a type.</summary>
    void Receive<T>(Action<T, IActorContext> handler);

    /// <summary>Handles messages of a type that meet a condition.</summary>
    void Receive<T>(Action<T, IActorContext> handler, Predicate<T> shouldHandle);

    /// <summary>Handles messages of a type that meet a condition.</summary>
    void Receive<T>(Predicate<T> shouldHandle, Action<T, IActorContext> handler);

    /// <summary>Handles every message that no handler before it took.</summary>
    void ReceiveAny(Action<object, IActorContext> handler);

    /// <summary>Handles messages of a type asynchronously.</summary>
    void ReceiveAsync<T>(Func<T, IActorContext, Task> handler, Predicate<T>? shouldHandle = null);

    /// <summary>Handles messages of a type that meet a condition asynchronously.</summary>
    void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, IActorContext, Task> handler);

    /// <summary>Handles every message that no handler before it took, asynchronously.</summary>
    void ReceiveAnyAsync(Func<object, IActorContext, Task> handler);

    /// <summary>What an actor does by default before it is replaced.</summary>
    void DefaultPreRestart(Exception reason, object message);

    /// <summary>What an actor does by default once it is replaced.</summary>
    void DefaultPostRestart(Exception reason);

    /// <summary>What an actor does by default before the first message.</summary>
    void DefaultPreStart();

    /// <summary>What an actor does by default after the last message.</summary>
    void DefaultPostStop();

    /// <summary>Replaces the behaviour.</summary>
    void Become(Action<object, IActorContext> handler);

    /// <summary>Puts a behaviour over the present one.</summary>
    void BecomeStacked(Action<object, IActorContext> handler);

    /// <summary>Goes back to the behaviour below.</summary>
    void UnbecomeStacked();

    /// <summary>Makes a child.</summary>
    IActorRef ActorOf(Action<IActorDsl> config, string? name = null);
}
