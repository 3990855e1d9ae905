using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Lower numbers come first; messages of equal priority come in no particular order.</summary>
public class UnboundedPriorityMessageQueue : BlockingMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityQueue<Envelope, int> _queue;
    private readonly Func<object, int> _priorityGenerator;
    private readonly Stack<Envelope> _head = new();

    /// <summary>With what tells a message's priority.</summary>
    public UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    {
        _priorityGenerator = priorityGenerator;
        _queue = new PriorityQueue<Envelope, int>(initialCapacity);
    }

    /// <inheritdoc/>
    protected override int LockedCount => _queue.Count + _head.Count;

    /// <inheritdoc/>
    public void EnqueueFirst(Envelope envelope) => _head.Push(envelope);

    /// <inheritdoc/>
    protected override void LockedEnqueue(Envelope envelope) => _queue.Enqueue(envelope, _priorityGenerator(envelope.Message));

    /// <inheritdoc/>
    protected override bool LockedTryDequeue(out Envelope envelope) =>
        _head.TryPop(out envelope) || _queue.TryDequeue(out envelope, out _);
}
