namespace Akka.Dispatch.MessageQueues;

/// <summary>An unbounded queue with access to its head.</summary>
public class UnboundedDequeMessageQueue : DequeWrapperMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    /// <summary>An empty queue.</summary>
    public UnboundedDequeMessageQueue()
        : base(new UnboundedMessageQueue())
    {
    }
}
