using Akka.Actor;

namespace Akka.Util;

/// <summary>Envelopes, the lowest number first; those of equal number in the order in which they came.</summary>
public sealed class StableListPriorityQueue
{
    private readonly PriorityQueue<Envelope, (int Priority, long Order)> _queue;
    private readonly Func<object, int> _priority;
    private long _order;

    public StableListPriorityQueue(int initialCapacity, Func<object, int> priorityCalculator)
    {
        _queue = new PriorityQueue<Envelope, (int, long)>(initialCapacity);
        _priority = priorityCalculator;
    }

    public void Enqueue(Envelope item) => _queue.Enqueue(item, (_priority(item.Message), _order++));

    public Envelope Dequeue() => _queue.Dequeue();

    public Envelope Peek() => _queue.Peek();

    public int Count() => _queue.Count;

    public bool IsConsistent() => true;

    public override string ToString() => string.Join(' ', _queue.UnorderedItems.Select(static item => item.Element));
}
