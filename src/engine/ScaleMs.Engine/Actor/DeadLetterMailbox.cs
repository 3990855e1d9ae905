using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The mailbox of ended actors: every message becomes a dead letter.</summary>
public sealed class DeadLetterMailbox : Mailbox
{
    /// <summary>For a system's dead letters.</summary>
    public DeadLetterMailbox(IActorRef deadLetters)
        : base(new DeadLetterQueue(deadLetters)) => BecomeClosed();

    private sealed class DeadLetterQueue(IActorRef deadLetters) : IMessageQueue
    {
        public bool HasMessages => false;

        public int Count => 0;

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            if (envelope.Message is DeadLetter)
            {
                // A dead letter that does not arrive is dropped, or it would go in circles.
                return;
            }

            deadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender ?? deadLetters, receiver), envelope.Sender);
        }

        public bool TryDequeue(out Envelope envelope)
        {
            envelope = default;
            return false;
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
        }
    }
}
