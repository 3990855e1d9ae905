using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Event;

namespace ScaleMs.Engine.ControlAware;

/// <summary>A control-aware queue with a limit.</summary>
public sealed class BoundedControlAwareMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics, IDisposable
{
    private readonly ControlAwareMessageQueue _queue = new();
    private readonly SemaphoreSlim _room;

    /// <summary>With a limit.</summary>
    public BoundedControlAwareMessageQueue(int capacity, TimeSpan pushTimeOut)
    {
        _room = new SemaphoreSlim(capacity);
        PushTimeOut = pushTimeOut;
    }

    /// <inheritdoc/>
    public TimeSpan PushTimeOut { get; }

    /// <inheritdoc/>
    public bool HasMessages => _queue.HasMessages;

    /// <inheritdoc/>
    public int Count => _queue.Count;

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (_room.Wait(PushTimeOut >= TimeSpan.Zero ? PushTimeOut : Timeout.InfiniteTimeSpan))
        {
            _queue.Enqueue(receiver, envelope);
        }
        else
        {
            ((IInternalActorRef)receiver).Provider.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
        }
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        if (!_queue.TryDequeue(out envelope))
        {
            return false;
        }

        _room.Release();
        return true;
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        ArgumentNullException.ThrowIfNull(deadletters);
        while (TryDequeue(out var envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();
}
