using Akka.Actor;

namespace Akka.TestKit;

public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    public override object Message { get; } = message;

    public override IActorRef Sender { get; } = sender;

    public override string ToString() => $"<{Message}> from {(Sender.IsNobody() ? "no sender" : Sender)}";
}
