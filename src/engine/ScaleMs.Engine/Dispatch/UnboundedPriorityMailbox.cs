using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>A mailbox in which some messages come before others.</summary>
public abstract class UnboundedPriorityMailbox : MailboxType, IProducesMessageQueue<UnboundedPriorityMessageQueue>
{
    /// <summary>How many messages it has room for at first.</summary>
    public const int DefaultCapacity = 11;

    /// <summary>As the engine makes it.</summary>
    protected UnboundedPriorityMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <summary>How many messages it has room for at first.</summary>
    public int InitialCapacity => DefaultCapacity;

    /// <inheritdoc/>
    public sealed override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new UnboundedPriorityMessageQueue(PriorityGenerator, InitialCapacity);

    /// <summary>A message's priority; lower comes first.</summary>
    protected abstract int PriorityGenerator(object message);
}
