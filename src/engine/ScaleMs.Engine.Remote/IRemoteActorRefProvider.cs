using Akka.Actor;

namespace Akka.Remote;

/// <summary>A provider that knows the actors of other systems too.</summary>
public interface IRemoteActorRefProvider : IActorRefProvider
{
    RemoteTransport Transport { get; }

    RemoteSettings RemoteSettings { get; }

    IActorRef RemoteWatcher { get; }

    /// <summary>As <see cref="IActorRefProvider.ResolveActorRef(string)"/>; what cannot be parsed is dead letters.</summary>
    IActorRef InternalResolveActorRef(string path);

    IInternalActorRef ResolveActorRefWithLocalAddress(string path, Address localAddress);

    /// <summary>Whether an address is one of this system's.</summary>
    bool HasAddress(Address address);

    /// <summary>Never speaks to this run of the peer again.</summary>
    void Quarantine(Address address, int? uid);
}
