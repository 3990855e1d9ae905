using Akka.Dispatch;

namespace Akka.Actor.Internal;

/// <summary>Keeps messages in a list; they go back to the head of the actor's mailbox.</summary>
public abstract class AbstractStash : IStash
{
    private readonly LinkedList<Envelope> _messages = [];
    private readonly ActorCell _cell;
    private readonly IDequeBasedMessageQueueSemantics _queue;
    private object? _lastStashed;

    /// <summary>For an actor whose mailbox gives access to its head.</summary>
    protected AbstractStash(IActorContext context)
    {
        _cell = (ActorCell)context;
        _queue = _cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics
            ?? throw new NotSupportedException(
                $"DequeBasedMailbox required, got: {_cell.Mailbox.MessageQueue.GetType().Name}\n"
                + "An (unbounded) deque-based mailbox can be configured as follows:\n"
                + "    my-custom-mailbox {\n"
                + $"        mailbox-type = \"{typeof(UnboundedDequeBasedMailbox).FullName}\"\n"
                + "    }\n");
        Capacity = context.Props.Deploy.StashCapacity != Deploy.NoStashSize
            ? context.Props.Deploy.StashCapacity
            : _cell.SystemImpl.Mailboxes.StashCapacity(context.Props.Dispatcher, context.Props.Mailbox);
    }

    /// <inheritdoc/>
    public int Count => _messages.Count;

    /// <inheritdoc/>
    public bool IsEmpty => _messages.Count == 0;

    /// <inheritdoc/>
    public bool NonEmpty => _messages.Count > 0;

    /// <inheritdoc/>
    public bool IsFull => Capacity >= 0 && _messages.Count >= Capacity;

    /// <inheritdoc/>
    public virtual int Capacity { get; }

    /// <inheritdoc/>
    public void Stash()
    {
        var envelope = _cell.CurrentEnvelope;
        if (envelope.Message is null)
        {
            throw new InvalidOperationException("There is no message in process to stash");
        }

        if (ReferenceEquals(envelope.Message, _lastStashed) && _messages.Last is { } last
            && ReferenceEquals(last.Value.Message, envelope.Message) && ReferenceEquals(last.Value.Sender, envelope.Sender))
        {
            throw new IllegalActorStateException(
                $"Can't stash the same message {envelope.Message} more than once");
        }

        if (IsFull)
        {
            throw new StashOverflowException(
                $"Couldn't enqueue message {envelope.Message.GetType()} to stash of {_cell.Self}: its capacity is {Capacity}");
        }

        _messages.AddLast(envelope);
        _lastStashed = envelope.Message;
    }

    /// <inheritdoc/>
    public void Unstash()
    {
        if (_messages.First is { } first)
        {
            _messages.RemoveFirst();
            _lastStashed = null;
            _queue.EnqueueFirst(first.Value);
        }
    }

    /// <inheritdoc/>
    public void UnstashAll() => UnstashAll(static _ => true);

    /// <inheritdoc/>
    public void UnstashAll(Func<Envelope, bool> filterPredicate)
    {
        _lastStashed = null;
        for (var node = _messages.Last; node is not null; node = _messages.Last)
        {
            _messages.RemoveLast();
            if (filterPredicate(node.Value))
            {
                _queue.EnqueueFirst(node.Value);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Envelope> ClearStash()
    {
        var all = _messages.ToArray();
        _messages.Clear();
        _lastStashed = null;
        return all;
    }

    /// <inheritdoc/>
    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        // Newest last: what comes first in the sequence comes first out.
        foreach (var envelope in envelopes.Distinct().Reverse())
        {
            _messages.AddFirst(envelope);
        }
    }
}

/// <summary>A stash without limit, unless the actor's props give one.</summary>
public class UnboundedStashImpl : AbstractStash
{
    /// <summary>For an actor.</summary>
    public UnboundedStashImpl(IActorContext context)
        : base(context)
    {
    }

    /// <inheritdoc/>
    public override int Capacity => -1;
}

/// <summary>A stash with the limit of the actor's props or mailbox.</summary>
public class BoundedStashImpl : AbstractStash
{
    /// <summary>For an actor.</summary>
    public BoundedStashImpl(IActorContext context)
        : base(context)
    {
    }
}
