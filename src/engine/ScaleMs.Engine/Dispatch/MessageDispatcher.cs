using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Decides on which thread actors run.</summary>
public abstract class MessageDispatcher
{
    /// <summary>How many messages an actor processes before others get a turn, when nothing says otherwise.</summary>
    public const int DefaultThroughput = 100;

    private long _inhabitants;

    /// <summary>As a configurator makes it.</summary>
    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = DefaultThroughput;
    }

    /// <summary>What made the dispatcher.</summary>
    public MessageDispatcherConfigurator Configurator { get; }

    /// <summary>The system's event stream.</summary>
    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    /// <summary>The system's mailboxes.</summary>
    public Mailboxes Mailboxes => Configurator.Prerequisites.Mailboxes;

    /// <summary>Where it is configured.</summary>
    public string Id { get; set; } = "";

    /// <summary>How many messages an actor processes before others get a turn.</summary>
    public int Throughput { get; set; }

    /// <summary>How many ticks an actor processes before others get a turn, or null.</summary>
    public long? ThroughputDeadlineTime { get; set; }

    /// <summary>How long idle threads are kept.</summary>
    public TimeSpan ShutdownTimeout { get; set; }

    /// <summary>How many actors it runs.</summary>
    protected long Inhabitants => Volatile.Read(ref _inhabitants);

    internal long DeadlineTicks => ThroughputDeadlineTime is { } ticks and > 0 ? Math.Max(1, ticks / TimeSpan.TicksPerMillisecond) : 0;

    /// <summary>Runs a delegate.</summary>
    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    /// <summary>Runs something.</summary>
    public void Schedule(IRunnable run) => ExecuteTask(run);

    /// <summary>Takes an actor in; its mailbox is set.</summary>
    public virtual void Attach(ActorCell cell)
    {
        Interlocked.Increment(ref _inhabitants);
        cell.Mailbox.Schedule(hasMessageHint: false);
    }

    /// <summary>Lets an actor go; it processes no more messages.</summary>
    public virtual void Detach(ActorCell cell)
    {
        var mailbox = cell.Mailbox;
        mailbox.BecomeClosed();
        mailbox.CleanUp();
        if (Interlocked.Decrement(ref _inhabitants) == 0)
        {
            OnUninhabited();
        }
    }

    /// <summary>Queues a message for an actor.</summary>
    public virtual void Dispatch(ActorCell cell, Envelope envelope) => cell.Mailbox.Post(cell, envelope);

    /// <summary>Queues a message of the engine for an actor.</summary>
    public virtual void SystemDispatch(ActorCell cell, SystemMessage message) => cell.Mailbox.PostSystem(cell, message);

    /// <summary>Runs something, on this thread or another.</summary>
    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Gives up its threads.</summary>
    protected abstract void Shutdown();

    /// <summary>Logs a failure.</summary>
    protected void ReportFailure(Exception ex) => EventStream.Publish(new Error(ex, GetType().FullName!, GetType(), ex.Message));

    internal virtual void Execute(Mailbox mailbox) => ExecuteTask(mailbox);

    internal virtual void OnUninhabited()
    {
    }

    internal void ShutdownIfUninhabited()
    {
        if (Inhabitants == 0)
        {
            Shutdown();
        }
    }
}
