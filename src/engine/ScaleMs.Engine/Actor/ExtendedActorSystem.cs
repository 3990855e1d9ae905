namespace Akka.Actor;

/// <summary>What extensions may do with a system.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    /// <summary>For derived classes.</summary>
    protected ExtendedActorSystem()
    {
    }

    /// <summary>What makes the refs.</summary>
    public abstract IActorRefProvider Provider { get; }

    /// <summary>The actor above all actors of users.</summary>
    public abstract IInternalActorRef Guardian { get; }

    /// <summary>Where relative paths start.</summary>
    public abstract IInternalActorRef LookupRoot { get; }

    /// <summary>The actor above all actors of the system.</summary>
    public abstract IInternalActorRef SystemGuardian { get; }

    /// <summary>What changes actors as they are made.</summary>
    public abstract ActorProducerPipelineResolver ActorPipelineResolver { get; }

    /// <summary>Makes an actor of the system.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    /// <summary>Makes an actor of the system.</summary>
    public abstract IActorRef SystemActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new();

    /// <summary>Ends the system without the steps that a shutdown has.</summary>
    public abstract void Abort();

    /// <summary>The tree of actors as text.</summary>
    public abstract string PrintTree();
}
