using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch.MessageQueues;

/// <summary>A queue with a limit; senders wait for room, then their message becomes a dead letter.</summary>
public class BoundedMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly BlockingCollection<Envelope> _queue;

    /// <summary>As a mailbox's configuration says.</summary>
    public BoundedMessageQueue(Config config)
        : this(config.GetInt("mailbox-capacity"), config.GetTimeSpan("mailbox-push-timeout-time"))
    {
    }

    /// <summary>With a limit.</summary>
    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    {
        PushTimeOut = pushTimeOut;
        _queue = boundedCapacity < 0
            ? throw new ArgumentOutOfRangeException(nameof(boundedCapacity), boundedCapacity, "the capacity must not be negative")
            : boundedCapacity == 0 ? [] : new BlockingCollection<Envelope>(boundedCapacity);
    }

    /// <inheritdoc/>
    public TimeSpan PushTimeOut { get; set; }

    /// <inheritdoc/>
    public bool HasMessages => _queue.Count > 0;

    /// <inheritdoc/>
    public int Count => _queue.Count;

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var wait = PushTimeOut >= TimeSpan.Zero ? PushTimeOut : Timeout.InfiniteTimeSpan;
        if (!_queue.TryAdd(envelope, wait))
        {
            ((IInternalActorRef)receiver).Provider.DeadLetters.Tell(
                new DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
        }
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope) => _queue.TryTake(out envelope);

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }
}
