using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Lower numbers come first; messages of equal priority come in the order they were sent.</summary>
public class UnboundedStablePriorityMessageQueue : BlockingMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityQueue<Envelope, (int Priority, long Order)> _queue;
    private readonly Func<object, int> _priorityGenerator;
    private readonly Stack<Envelope> _head = new();
    private long _order;

    /// <summary>With what tells a message's priority.</summary>
    public UnboundedStablePriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    {
        _priorityGenerator = priorityGenerator;
        _queue = new PriorityQueue<Envelope, (int, long)>(initialCapacity);
    }

    /// <inheritdoc/>
    protected override int LockedCount => _queue.Count + _head.Count;

    /// <inheritdoc/>
    public void EnqueueFirst(Envelope envelope) => _head.Push(envelope);

    /// <inheritdoc/>
    protected override void LockedEnqueue(Envelope envelope) =>
        _queue.Enqueue(envelope, (_priorityGenerator(envelope.Message), _order++));

    /// <inheritdoc/>
    protected override bool LockedTryDequeue(out Envelope envelope) =>
        _head.TryPop(out envelope) || _queue.TryDequeue(out envelope, out _);
}
