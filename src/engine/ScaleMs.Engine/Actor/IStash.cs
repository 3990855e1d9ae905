using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Keeps messages for later.</summary>
public interface IStash
{
    /// <summary>How many are kept.</summary>
    int Count { get; }

    /// <summary>Whether none is kept.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether some are kept.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether no more can be kept.</summary>
    bool IsFull { get; }

    /// <summary>How many can be kept, or -1 when there is no limit.</summary>
    int Capacity { get; }

    /// <summary>Keeps the message in process.</summary>
    void Stash();

    /// <summary>Puts the oldest message back to the head of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back to the head of the mailbox, in their order.</summary>
    void UnstashAll();

    /// <summary>Puts the messages that meet a condition back to the head of the mailbox; the others are dropped.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all messages out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Keeps messages before those that are kept already.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}

/// <summary>An actor with a stash, which the engine sets before the first message.</summary>
public interface IActorStash
{
    /// <summary>The stash.</summary>
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash, whatever its mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash
{
}

/// <summary>An actor with a stash as its mailbox allows.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>
{
}

/// <summary>An actor with a stash without limit.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>
{
}

/// <summary>An actor with a stash with a limit.</summary>
public interface IWithBoundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IBoundedDequeBasedMessageQueueSemantics>
{
}
