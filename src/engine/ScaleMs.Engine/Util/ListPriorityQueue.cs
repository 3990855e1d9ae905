using Akka.Actor;

namespace Akka.Util;

/// <summary>Envelopes, the lowest number first; among equal numbers in no particular order.</summary>
public sealed class ListPriorityQueue
{
    private readonly PriorityQueue<Envelope, int> _queue;
    private readonly Func<object, int> _priority;

    public ListPriorityQueue(int initialCapacity, Func<object, int> priorityCalculator)
    {
        _queue = new PriorityQueue<Envelope, int>(initialCapacity);
        _priority = priorityCalculator;
    }

    public void Enqueue(Envelope item) => _queue.Enqueue(item, _priority(item.Message));

    public Envelope Dequeue() => _queue.Dequeue();

    public Envelope Peek() => _queue.Peek();

    public int Count() => _queue.Count;

    public bool IsConsistent() => true;

    public override string ToString() => string.Join(' ', _queue.UnorderedItems.Select(static item => item.Element));
}
