using Akka.Actor;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>Which call of a command it is, and who waits for its record.</summary>
/// <param name="Uid">Uid of the record.</param>
/// <param name="Requester">Gets the record.</param>
public sealed record CommandRequest(string Uid, IActorRef Requester)
{
    /// <summary>The command's handler, which every answer passes through.</summary>
    internal IActorRef Handler { get; init; } = ActorRefs.Nobody;
}
