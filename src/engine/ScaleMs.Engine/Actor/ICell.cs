using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The part of an actor that its ref talks to.</summary>
public interface ICell
{
    /// <summary>The actor's ref.</summary>
    IActorRef Self { get; }

    /// <summary>The system it belongs to.</summary>
    ActorSystem System { get; }

    /// <summary>The system it belongs to.</summary>
    ActorSystemImpl SystemImpl { get; }

    /// <summary>The supervisor.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>How it was made.</summary>
    Props Props { get; }

    /// <summary>Whether it lives in this process.</summary>
    bool IsLocal { get; }

    /// <summary>Whether it has ended.</summary>
    bool IsTerminated { get; }

    /// <summary>Whether messages wait.</summary>
    bool HasMessages { get; }

    /// <summary>How many messages wait, about.</summary>
    int NumberOfMessages { get; }

    /// <summary>Starts processing.</summary>
    void Start();

    /// <summary>Holds back messages.</summary>
    void Suspend();

    /// <summary>Lets messages through again.</summary>
    void Resume(Exception? causedByFailure);

    /// <summary>Replaces the actor by a fresh instance.</summary>
    void Restart(Exception cause);

    /// <summary>Stops the actor after the message in process.</summary>
    void Stop();

    /// <summary>The children.</summary>
    IEnumerable<IInternalActorRef> GetChildren();

    /// <summary>The child of a name, which may carry a uid, or nobody.</summary>
    IInternalActorRef GetSingleChild(string name);

    /// <summary>The child of a name, or nobody.</summary>
    IInternalActorRef GetChildByName(string name);

    /// <summary>Queues a message.</summary>
    void SendMessage(IActorRef sender, object message);

    /// <summary>Queues a message of the engine.</summary>
    void SendSystemMessage(ISystemMessage message);
}
