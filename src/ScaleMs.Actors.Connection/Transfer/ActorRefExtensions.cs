using Akka.Actor;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Extensions of <see cref="IActorRef"/>.</summary>
public static class ActorRefExtensions
{
    /// <summary>True for an actor in this process: messages to it are not serialized, and its termination is noticed at once.</summary>
    public static bool IsLocal(this IActorRef actor) => actor is IActorRefScope { IsLocal: true };
}
