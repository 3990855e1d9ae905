namespace Akka.Actor.Internal;

/// <summary>An actor with a step after its constructor.</summary>
public interface IInitializableActor
{
    /// <summary>Called after the constructor.</summary>
    void Init();
}
