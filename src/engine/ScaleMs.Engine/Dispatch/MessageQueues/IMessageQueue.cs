using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Holds an actor's messages: any number of senders, one receiver.</summary>
public interface IMessageQueue
{
    /// <summary>Whether a message waits.</summary>
    bool HasMessages { get; }

    /// <summary>How many wait, about.</summary>
    int Count { get; }

    /// <summary>Adds a message.</summary>
    void Enqueue(IActorRef receiver, Envelope envelope);

    /// <summary>Takes the next message.</summary>
    bool TryDequeue(out Envelope envelope);

    /// <summary>Moves what is left to the dead letters.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}
