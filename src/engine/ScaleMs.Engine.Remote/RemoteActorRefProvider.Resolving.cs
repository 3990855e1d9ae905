using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

public partial class RemoteActorRefProvider
{
    public bool HasAddress(Address address) =>
        address is not null
        && (address.Equals(_local.RootPath.Address) || (_transport is { } transport && address.Equals(transport.DefaultAddress)));

    public Address GetExternalAddressFor(Address address)
    {
        if (HasAddress(address))
        {
            return _local.RootPath.Address;
        }

        return address is { HasGlobalScope: true, Host.Length: > 0, Port: not null } && address.Protocol == DefaultAddress.Protocol
            ? Transport.LocalAddressForRemote(address)
            : null!;
    }

    public IActorRef RootGuardianAt(Address address) => HasAddress(address) ? RootGuardian : Elsewhere(new RootActorPath(address));

    public IActorRef ResolveActorRef(string path)
    {
        if (IgnoreActorRef.IsIgnoreRefPath(path))
        {
            return IgnoreRef;
        }

        return InternalResolveActorRef(path);
    }

    public IActorRef InternalResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var actorPath) ? ResolveActorRef(actorPath) : Unresolvable(path);

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        ArgumentNullException.ThrowIfNull(actorPath);
        if (HasAddress(actorPath.Address))
        {
            return ResolveLocal(actorPath);
        }

        return Elsewhere(actorPath);
    }

    public IInternalActorRef ResolveActorRefWithLocalAddress(string path, Address localAddress)
    {
        if (!ActorPath.TryParse(path, out var actorPath))
        {
            return Unresolvable(path);
        }

        return HasAddress(actorPath.Address) ? (IInternalActorRef)ResolveLocal(actorPath) : CreateRemoteRef(actorPath, localAddress);
    }

    protected virtual IInternalActorRef CreateRemoteRef(ActorPath actorPath, Address localAddress) =>
        new RemoteActorRef(Transport, localAddress, actorPath, ActorRefs.Nobody, Props.None, Deploy.None);

    /// <summary>In another system, when there is a way to it.</summary>
    private IInternalActorRef Elsewhere(ActorPath path) =>
        path.Address.HasGlobalScope && path.Address.Protocol == DefaultAddress.Protocol
            ? CreateRemoteRef(path, Transport.LocalAddressForRemote(path.Address))
            : new EmptyLocalActorRef(this, path, _eventStream);

    private IActorRef ResolveLocal(ActorPath path) =>
        _local.ResolveActorRef((_local.RootPath / path.Elements).WithUid(path.Uid));

    private IInternalActorRef Unresolvable(string path)
    {
        Transport.Log.Debug("Resolve of unknown path [{0}] failed", path);
        return (IInternalActorRef)DeadLetters;
    }
}
