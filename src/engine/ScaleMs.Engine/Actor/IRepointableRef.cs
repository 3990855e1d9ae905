namespace Akka.Actor;

/// <summary>A ref whose actor is made after the ref.</summary>
public interface IRepointableRef : IActorRefScope
{
    /// <summary>Whether the actor behind it is there.</summary>
    bool IsStarted { get; }
}
