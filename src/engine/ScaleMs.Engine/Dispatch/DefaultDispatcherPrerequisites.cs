using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>What a dispatcher may need of its system.</summary>
public sealed class DefaultDispatcherPrerequisites : IDispatcherPrerequisites
{
    /// <summary>Keeps the parts.</summary>
    public DefaultDispatcherPrerequisites(EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes)
    {
        EventStream = eventStream;
        Scheduler = scheduler;
        Settings = settings;
        Mailboxes = mailboxes;
    }

    /// <inheritdoc/>
    public EventStream EventStream { get; }

    /// <inheritdoc/>
    public IScheduler Scheduler { get; }

    /// <inheritdoc/>
    public Settings Settings { get; }

    /// <inheritdoc/>
    public Mailboxes Mailboxes { get; }
}
