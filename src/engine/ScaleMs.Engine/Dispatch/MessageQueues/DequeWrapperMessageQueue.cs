using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Puts a head, which only the receiving actor reaches, before another queue.</summary>
public class DequeWrapperMessageQueue : IMessageQueue, IDequeBasedMessageQueueSemantics
{
    /// <summary>The queue behind the head.</summary>
    protected readonly IMessageQueue MessageQueue;

    private Stack<Envelope>? _head;

    /// <summary>Before a queue.</summary>
    public DequeWrapperMessageQueue(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    /// <inheritdoc/>
    public bool HasMessages => _head is { Count: > 0 } || MessageQueue.HasMessages;

    /// <inheritdoc/>
    public int Count => (_head?.Count ?? 0) + MessageQueue.Count;

    /// <inheritdoc/>
    public void EnqueueFirst(Envelope envelope) => (_head ??= new Stack<Envelope>()).Push(envelope);

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope) =>
        (_head is { Count: > 0 } && _head.TryPop(out envelope)) || MessageQueue.TryDequeue(out envelope);

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }
}
