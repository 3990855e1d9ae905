namespace Akka.Actor;

/// <summary>Tells refs to actors of this process from others.</summary>
public interface IActorRefScope
{
    /// <summary>Whether the actor lives in this process.</summary>
    bool IsLocal { get; }
}
