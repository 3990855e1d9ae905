namespace Akka.Dispatch.MessageQueues;

/// <summary>A bounded queue with access to its head.</summary>
public class BoundedDequeMessageQueue : DequeWrapperMessageQueue, IBoundedDequeBasedMessageQueueSemantics
{
    /// <summary>With a limit.</summary>
    public BoundedDequeMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
        : base(new BoundedMessageQueue(boundedCapacity, pushTimeOut)) => PushTimeOut = pushTimeOut;

    /// <inheritdoc/>
    public TimeSpan PushTimeOut { get; }
}
