using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Makes and resolves the refs of a system. Classes named in the configuration take (system name, settings, event stream).</summary>
public interface IActorRefProvider
{
    /// <summary>The actor above all actors.</summary>
    IInternalActorRef RootGuardian { get; }

    /// <summary>The actor above all actors of users.</summary>
    LocalActorRef Guardian { get; }

    /// <summary>The actor above all actors of the system.</summary>
    LocalActorRef SystemGuardian { get; }

    /// <summary>Where messages end that reach nobody.</summary>
    IActorRef DeadLetters { get; }

    /// <summary>Where messages end that nobody wants.</summary>
    IActorRef IgnoreRef { get; }

    /// <summary>The root's path.</summary>
    ActorPath RootPath { get; }

    /// <summary>The settings.</summary>
    Settings Settings { get; }

    /// <summary>The configured deployments.</summary>
    Deployer Deployer { get; }

    /// <summary>The place of temporary refs.</summary>
    IInternalActorRef TempContainer { get; }

    /// <summary>Completes once the root has ended.</summary>
    Task TerminationTask { get; }

    /// <summary>The system's own address.</summary>
    Address DefaultAddress { get; }

    /// <summary>What serializers may need to know.</summary>
    Serialization.Information SerializationInformation { get; }

    /// <summary>Makes the guardians; called once.</summary>
    void Init(ActorSystemImpl system);

    /// <summary>A path for a temporary ref.</summary>
    ActorPath TempPath();

    /// <summary>Puts a temporary ref into the tree.</summary>
    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    /// <summary>Takes a temporary ref out of the tree.</summary>
    void UnregisterTempActor(ActorPath path);

    /// <summary>A temporary ref that completes a task, in the tree.</summary>
    FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs);

    /// <summary>Makes an actor; not started.</summary>
    IInternalActorRef ActorOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        bool systemService,
        Deploy? deploy,
        bool lookupDeploy,
        bool async);

    /// <summary>The ref of a path.</summary>
    IActorRef ResolveActorRef(string path);

    /// <summary>The ref of a path.</summary>
    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>The root at an address.</summary>
    IActorRef RootGuardianAt(Address address);

    /// <summary>The address under which another system reaches this one, or null.</summary>
    Address? GetExternalAddressFor(Address address);
}
