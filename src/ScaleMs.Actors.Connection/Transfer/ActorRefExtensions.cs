using Akka.Actor;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Where an actor is, as far as it matters for how to speak to it.</summary>
public static class ActorRefExtensions
{
    /// <summary>True for one in this process: messages to it are not serialized, and its end is seen at once.</summary>
    public static bool IsLocal(this IActorRef actor) => actor is IActorRefScope { IsLocal: true };
}
