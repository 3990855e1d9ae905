using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that its recipient got and did not handle.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient) { }
}
