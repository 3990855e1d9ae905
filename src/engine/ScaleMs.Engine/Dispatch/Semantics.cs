using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>What an actor may require of its message queue.</summary>
public interface ISemantics
{
}

/// <summary>The queue takes any number of messages.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics
{
}

/// <summary>The queue takes a limited number of messages.</summary>
public interface IBoundedMessageQueueSemantics : ISemantics
{
    /// <summary>How long a sender waits for room.</summary>
    TimeSpan PushTimeOut { get; }
}

/// <summary>Messages can be put at the head of the queue.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    /// <summary>Puts a message at the head.</summary>
    void EnqueueFirst(Envelope envelope);
}

/// <summary>An unbounded queue with access to its head.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics
{
}

/// <summary>A bounded queue with access to its head.</summary>
public interface IBoundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IBoundedMessageQueueSemantics
{
}

/// <summary>Several actors may take from the queue.</summary>
public interface IMultipleConsumerSemantics : ISemantics
{
}

/// <summary>The queue is guarded by a lock.</summary>
public interface IBlockingMessageQueueSemantics : IMultipleConsumerSemantics
{
    /// <summary>How long to wait for the lock.</summary>
    TimeSpan BlockTimeOut { get; set; }
}

/// <summary>An actor whose message queue must have certain semantics.</summary>
/// <typeparam name="T">The semantics.</typeparam>
public interface IRequiresMessageQueue<T>
    where T : ISemantics
{
}

/// <summary>A mailbox type that makes a certain queue.</summary>
/// <typeparam name="TQueue">The queue.</typeparam>
public interface IProducesMessageQueue<TQueue>
    where TQueue : MessageQueues.IMessageQueue
{
}

/// <summary>A mailbox type whose queue makes senders wait.</summary>
public interface IProducesPushTimeoutSemanticsMailbox
{
    /// <summary>How long a sender waits for room.</summary>
    TimeSpan PushTimeout { get; }
}
