using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>A mailbox with a limit; senders wait for room.</summary>
public sealed class BoundedMailbox : MailboxType, IProducesMessageQueue<BoundedMessageQueue>, IProducesPushTimeoutSemanticsMailbox
{
    /// <summary>As the engine makes it.</summary>
    public BoundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
        Capacity = config.GetInt("mailbox-capacity");
        PushTimeout = config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(-1));
        if (Capacity < 0)
        {
            throw new ArgumentException("The capacity for BoundedMailbox cannot be negative", nameof(config));
        }
    }

    /// <summary>How many messages it takes.</summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    public TimeSpan PushTimeout { get; }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new BoundedMessageQueue(Capacity, PushTimeout);
}
