using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>A peer will not speak to this run of this system again.</summary>
public sealed class ThisActorSystemQuarantinedEvent(Address localAddress, Address remoteAddress) : RemotingLifecycleEvent
{
    public Address LocalAddress { get; } = localAddress;

    public Address RemoteAddress { get; } = remoteAddress;

    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    public override string ToString() => $"The remote system [{RemoteAddress}] has quarantined this system [{LocalAddress}].";
}
