using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// The default queue. Senders push onto an inbox, a linked stack, with one compare-and-swap; the actor takes the whole inbox at once
/// and turns it round. No lock, and next to nothing for an idle actor. Only the sender that finds the inbox empty has to look
/// whether the actor must be scheduled, so a busy actor costs its senders no more than the push.
/// </summary>
public class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private Node? _inbox;
    private Node? _taken;

    /// <inheritdoc/>
    public bool HasMessages => _taken is not null || Volatile.Read(ref _inbox) is not null;

    /// <inheritdoc/>
    public int Count => Length(Volatile.Read(ref _taken)) + Length(Volatile.Read(ref _inbox));

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope) => Push(envelope);

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        var node = _taken ?? TakeInbox();
        if (node is null)
        {
            envelope = default;
            return false;
        }

        _taken = node.Next;
        envelope = node.Envelope;
        return true;
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    /// <summary>Adds a message and tells whether the inbox was empty before.</summary>
    internal bool Push(in Envelope envelope)
    {
        var node = new Node(envelope);
        var head = Volatile.Read(ref _inbox);
        while (true)
        {
            node.Next = head;
            var found = Interlocked.CompareExchange(ref _inbox, node, head);
            if (ReferenceEquals(found, head))
            {
                return head is null;
            }

            head = found;
        }
    }

    private static int Length(Node? node)
    {
        var count = 0;
        for (; node is not null; node = Volatile.Read(ref node.Next))
        {
            count++;
        }

        return count;
    }

    private Node? TakeInbox()
    {
        if (Volatile.Read(ref _inbox) is null)
        {
            return null;
        }

        var node = Interlocked.Exchange(ref _inbox, null);
        Node? reversed = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = reversed;
            reversed = node;
            node = next;
        }

        return reversed;
    }

    private sealed class Node(in Envelope envelope)
    {
        public readonly Envelope Envelope = envelope;
        public Node? Next;
    }
}
