using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs messages that nobody handled (<c>akka.actor.debug.unhandled</c>).</summary>
internal sealed class UnhandledMessageForwarder : ActorBase
{
    protected override bool Receive(object message)
    {
        if (message is not UnhandledMessage unhandled)
        {
            return false;
        }

        Context.System.EventStream.Publish(new Debug(
            LogSource.FromActorRef(unhandled.Recipient, Context.System),
            unhandled.Recipient.GetType(),
            $"Unhandled message from {unhandled.Sender} : {unhandled.Message}"));
        return true;
    }
}
