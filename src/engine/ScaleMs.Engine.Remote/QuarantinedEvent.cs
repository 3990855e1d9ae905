using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>This run of the peer will not be spoken to again.</summary>
public sealed class QuarantinedEvent(Address address, int uid) : RemotingLifecycleEvent
{
    public Address Address { get; } = address;

    public int Uid { get; } = uid;

    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    public override string ToString() =>
        $"Association to [{Address}] having UID [{Uid}] is irrecoverably failed. UID is now quarantined and all messages to this UID "
        + "will be delivered to dead letters. Remote ActorSystem must be restarted to recover from this situation.";
}
