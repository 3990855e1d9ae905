using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ScaleMs.Engine.ControlAware;

/// <summary>
/// As <see cref="UnboundedControlAwareMailbox"/>, with a limit for both kinds of message together; senders wait for room as long as
/// the mailbox's configuration says, then their message becomes a dead letter.
/// </summary>
public sealed class BoundedControlAwareMailbox
    : MailboxType, IProducesMessageQueue<BoundedControlAwareMessageQueue>, IProducesPushTimeoutSemanticsMailbox
{
    /// <summary>As the engine makes it.</summary>
    public BoundedControlAwareMailbox(Settings settings, Config config)
        : base(settings, config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Capacity = config.GetInt("mailbox-capacity");
        PushTimeout = config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(-1));
        if (Capacity < 1)
        {
            throw new ArgumentException($"mailbox-capacity is [{Capacity}]; it must be 1 or more", nameof(config));
        }
    }

    /// <summary>How many messages it takes.</summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    public TimeSpan PushTimeout { get; }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new BoundedControlAwareMessageQueue(Capacity, PushTimeout);
}
