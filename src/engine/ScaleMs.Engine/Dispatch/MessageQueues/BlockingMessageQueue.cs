using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>A queue guarded by a lock.</summary>
public abstract class BlockingMessageQueue : IMessageQueue, IBlockingMessageQueueSemantics
{
    private readonly Lock _lock = new();

    /// <summary>For derived classes.</summary>
    protected BlockingMessageQueue()
    {
    }

    /// <inheritdoc/>
    public TimeSpan BlockTimeOut { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public bool HasMessages => Count > 0;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return LockedCount;
            }
        }
    }

    /// <summary>How many wait; the lock is held.</summary>
    protected abstract int LockedCount { get; }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (_lock)
        {
            LockedEnqueue(envelope);
        }
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        lock (_lock)
        {
            return LockedTryDequeue(out envelope);
        }
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    /// <summary>Adds a message; the lock is held.</summary>
    protected abstract void LockedEnqueue(Envelope envelope);

    /// <summary>Takes the next message; the lock is held.</summary>
    protected abstract bool LockedTryDequeue(out Envelope envelope);
}
