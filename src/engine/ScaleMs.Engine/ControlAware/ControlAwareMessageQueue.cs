using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ScaleMs.Engine.ControlAware;

/// <summary>Two queues, of which the one with the control messages is emptied first.</summary>
public sealed class ControlAwareMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private readonly UnboundedMessageQueue _control = new();
    private readonly UnboundedMessageQueue _others = new();

    /// <inheritdoc/>
    public bool HasMessages => _control.HasMessages || _others.HasMessages;

    /// <inheritdoc/>
    public int Count => _control.Count + _others.Count;

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope) =>
        (envelope.Message is IControlMessage ? _control : _others).Enqueue(receiver, envelope);

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope) => _control.TryDequeue(out envelope) || _others.TryDequeue(out envelope);

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        _control.CleanUp(owner, deadletters);
        _others.CleanUp(owner, deadletters);
    }
}
