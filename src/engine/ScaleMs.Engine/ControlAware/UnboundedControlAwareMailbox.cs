using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ScaleMs.Engine.ControlAware;

/// <summary>
/// Delivers every <see cref="IControlMessage"/> before the messages that are none; among themselves, both keep their order.
/// Akka.NET has no such mailbox: programs that are to run there too use a priority mailbox.
/// </summary>
public sealed class UnboundedControlAwareMailbox : MailboxType, IProducesMessageQueue<ControlAwareMessageQueue>
{
    /// <summary>As the engine makes it.</summary>
    public UnboundedControlAwareMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new ControlAwareMessageQueue();
}
