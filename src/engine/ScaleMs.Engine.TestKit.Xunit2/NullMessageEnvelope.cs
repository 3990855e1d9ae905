using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Stands for "no message was received".</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    public static readonly NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    public override object? Message => null;

    public override IActorRef Sender => throw new InvalidOperationException("No message has been received, so there is no sender.");

    public override string ToString() => "<null>";
}
