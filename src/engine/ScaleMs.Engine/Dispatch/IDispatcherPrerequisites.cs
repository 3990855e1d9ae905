using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>What a dispatcher may need of its system.</summary>
public interface IDispatcherPrerequisites
{
    /// <summary>The event stream.</summary>
    EventStream EventStream { get; }

    /// <summary>The scheduler.</summary>
    IScheduler Scheduler { get; }

    /// <summary>The settings.</summary>
    Settings Settings { get; }

    /// <summary>The mailboxes.</summary>
    Mailboxes Mailboxes { get; }
}
