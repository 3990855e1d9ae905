using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Akka.Event;

/// <summary>Unbounded; what a logger leaves unread when it stops is printed on standard output rather than lost.</summary>
internal sealed class LoggerMessageQueue(IActorRef owner, ActorSystem system)
    : IMessageQueue, ILoggerMessageQueueSemantics, IUnboundedMessageQueueSemantics
{
    private readonly UnboundedMessageQueue _queue = new();

    public bool HasMessages => _queue.HasMessages;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(receiver, envelope);

    public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner1, IMessageQueue deadletters)
    {
        while (_queue.TryDequeue(out var envelope))
        {
            if (envelope.Message is LogEvent logEvent)
            {
                StandardOutLogger.PrintLogEvent(logEvent, system.Settings.LogFilter);
            }
            else
            {
                deadletters.Enqueue(owner, envelope);
            }
        }
    }
}
