using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>Makes the message queues of one kind. Derived classes are named in the configuration.</summary>
public abstract class MailboxType
{
    /// <summary>The system's settings.</summary>
    protected readonly Settings Settings;

    /// <summary>The mailbox's own section.</summary>
    protected readonly Config Config;

    /// <summary>As the engine makes it.</summary>
    protected MailboxType(Settings settings, Config config)
    {
        Settings = settings;
        Config = config;
    }

    /// <summary>Makes a queue for an actor.</summary>
    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}
