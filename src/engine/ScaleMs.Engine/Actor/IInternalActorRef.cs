using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>What the engine itself does with refs.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    /// <summary>The supervisor.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>The provider that made the ref.</summary>
    IActorRefProvider Provider { get; }

    /// <summary>Whether the actor has ended; false may be out of date at once.</summary>
    bool IsTerminated { get; }

    /// <summary>The descendant of that name, or nobody. Two dots go up, an empty name is the actor itself.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    /// <summary>Lets a suspended actor go on.</summary>
    void Resume(Exception? causedByFailure = null);

    /// <summary>Starts the actor.</summary>
    void Start();

    /// <summary>Stops the actor after the message in process.</summary>
    void Stop();

    /// <summary>Replaces the actor by a fresh instance.</summary>
    void Restart(Exception cause);

    /// <summary>Holds back the actor's messages.</summary>
    void Suspend();

    /// <summary>Sends a message of the engine to the actor.</summary>
    void SendSystemMessage(ISystemMessage message, IActorRef? sender);

    /// <summary>Sends a message of the engine to the actor.</summary>
    void SendSystemMessage(ISystemMessage message);
}
