using Akka.Actor;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>
/// The messages of one actor and the state of their processing. One thread at a time processes; which one is the dispatcher's choice.
/// The whole state is one number: closed, scheduled, and how often processing was suspended.
/// </summary>
public partial class Mailbox : IRunnable
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int SuspendUnit = 4;

    private readonly IMessageQueue _queue;
    private readonly UnboundedMessageQueue? _fastQueue;
    private ActorCell? _cell;
    private MessageDispatcher? _dispatcher;
    private int _status;

    /// <summary>For a queue.</summary>
    public Mailbox(IMessageQueue messageQueue)
    {
        _queue = messageQueue;
        _fastQueue = messageQueue.GetType() == typeof(UnboundedMessageQueue) ? (UnboundedMessageQueue)messageQueue : null;
    }

    /// <summary>The user messages.</summary>
    public IMessageQueue MessageQueue => _queue;

    /// <summary>What runs the actor.</summary>
    public MessageDispatcher Dispatcher => _dispatcher!;

    internal bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    internal bool IsSuspended => Volatile.Read(ref _status) >= SuspendUnit;

    internal int SuspendCount => Volatile.Read(ref _status) / SuspendUnit;

    internal bool HasMessages => _fastQueue is { } fast ? fast.HasMessages : _queue.HasMessages;

    internal int NumberOfMessages => _queue.Count;

    /// <summary>Ties the mailbox to its actor.</summary>
    public virtual void SetActor(ActorCell actorCell)
    {
        _cell = actorCell;
        _dispatcher = actorCell.Dispatcher;
    }

    /// <summary>Moves what is left to the dead letters; the mailbox is closed.</summary>
    public virtual void CleanUp()
    {
        if (_cell is { } cell)
        {
            DrainSystemMessages(cell);
            lock (_queue)
            {
                _queue.CleanUp(cell.Self, cell.SystemImpl.Mailboxes.DeadLetterMailbox.MessageQueue);
            }
        }
    }

    /// <inheritdoc/>
    public void Execute() => Run();

    /// <inheritdoc/>
    public void Run()
    {
        var cell = _cell!;
        ref var current = ref Akka.Actor.Internal.InternalCurrentActorCellKeeper.Slot;
        var outer = current;
        current = cell;
        try
        {
            if (!IsClosed)
            {
                if (HasSystemMessages)
                {
                    ProcessAllSystemMessages(cell);
                }

                ProcessMessages(cell);
            }
        }
        finally
        {
            cell.AfterMailboxRun();
            current = outer;
            Interlocked.And(ref _status, ~Scheduled);
            Schedule(hasMessageHint: false);
        }
    }

    /// <summary>Queues a user message and sees to its processing.</summary>
    internal void Post(ActorCell cell, in Envelope envelope)
    {
        if (IsClosed)
        {
            cell.SystemImpl.Mailboxes.DeadLetterMailbox.MessageQueue.Enqueue(cell.Self, envelope);
            return;
        }

        if (_fastQueue is { } fast)
        {
            if (fast.Push(envelope))
            {
                Schedule(hasMessageHint: true);
            }
        }
        else
        {
            _queue.Enqueue(cell.Self, envelope);
            Schedule(hasMessageHint: true);
        }

        if (IsClosed)
        {
            // The actor ended while the message was being queued.
            CleanUp();
        }
    }

    /// <summary>Has the dispatcher run the mailbox, unless that is under way or there is nothing to do.</summary>
    internal void Schedule(bool hasMessageHint)
    {
        var status = Volatile.Read(ref _status);
        while (true)
        {
            if ((status & (Closed | Scheduled)) != 0)
            {
                return;
            }

            var work = status < SuspendUnit ? hasMessageHint || HasSystemMessages || HasMessages : HasSystemMessages;
            if (!work)
            {
                return;
            }

            var found = Interlocked.CompareExchange(ref _status, status | Scheduled, status);
            if (found == status)
            {
                _dispatcher!.Execute(this);
                return;
            }

            status = found;
        }
    }

    /// <summary>Holds back user messages until as many calls of <see cref="Resume"/> have followed.</summary>
    internal void Suspend()
    {
        if (!IsClosed)
        {
            Interlocked.Add(ref _status, SuspendUnit);
        }
    }

    /// <summary>Takes back one <see cref="Suspend"/>.</summary>
    internal void Resume()
    {
        var status = Volatile.Read(ref _status);
        while (status >= SuspendUnit)
        {
            var found = Interlocked.CompareExchange(ref _status, status - SuspendUnit, status);
            if (found == status)
            {
                break;
            }

            status = found;
        }

        Schedule(hasMessageHint: false);
    }

    internal void BecomeClosed() => Interlocked.Exchange(ref _status, Closed | (_status & Scheduled));

    private void ProcessMessages(ActorCell cell)
    {
        var dispatcher = _dispatcher!;
        var left = dispatcher.Throughput;
        var deadline = dispatcher.DeadlineTicks;
        var end = deadline > 0 ? Environment.TickCount64 + deadline : 0;
        while ((Volatile.Read(ref _status) & ~Scheduled) == 0)
        {
            Envelope envelope;
            if (_fastQueue is { } fast ? !fast.TryDequeue(out envelope) : !_queue.TryDequeue(out envelope))
            {
                return;
            }

            cell.Invoke(envelope);
            if (HasSystemMessages)
            {
                ProcessAllSystemMessages(cell);
            }

            if (--left <= 0 || (end != 0 && Environment.TickCount64 >= end))
            {
                return;
            }
        }
    }
}
