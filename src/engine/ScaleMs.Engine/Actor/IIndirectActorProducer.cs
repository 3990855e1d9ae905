namespace Akka.Actor;

/// <summary>Makes actors in a way of its own, such as by a container.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The actor class, from which mailbox and dispatcher requirements are read.</summary>
    Type ActorType { get; }

    /// <summary>Makes an instance; called again for each restart.</summary>
    ActorBase Produce();

    /// <summary>Gives an instance up.</summary>
    void Release(ActorBase actor);
}
