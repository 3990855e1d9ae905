using Akka.Util;

namespace Akka.Actor;

/// <summary>A handle of an actor, here or elsewhere.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, ISurrogated, IComparable
{
    /// <summary>Where the actor is.</summary>
    ActorPath Path { get; }
}
