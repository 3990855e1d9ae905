using Akka.Actor;

namespace Akka.Remote;

/// <summary>The way from a system to its remote provider.</summary>
internal sealed class RARP(IRemoteActorRefProvider provider) : IExtension
{
    public IRemoteActorRefProvider Provider { get; } = provider;

    public static RARP For(ActorSystem system) => Id.Instance.Apply(system);

    internal sealed class Id : ExtensionIdProvider<RARP>
    {
        public static readonly Id Instance = new();

        public override RARP CreateExtension(ExtendedActorSystem system) => system.Provider is IRemoteActorRefProvider provider
            ? new RARP(provider)
            : throw new InvalidOperationException($"ActorSystem [{system.Name}] has no remoting: akka.actor.provider is neither remote nor cluster.");
    }
}
