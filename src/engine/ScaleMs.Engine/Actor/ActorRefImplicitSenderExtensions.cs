namespace Akka.Actor;

/// <summary>Sends as the actor that runs on this thread.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends a message from the current actor, or from nobody outside of one.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>Passes a message on with its original sender.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.GetCurrentSenderOrNoSender());
}
