using Akka.Actor;

namespace Akka.Remote;

/// <summary>Something happened to the connection with one peer.</summary>
public abstract class AssociationEvent : RemotingLifecycleEvent
{
#pragma warning disable CA1051 // a protected field is part of the public API
    protected string EventName = string.Empty;
#pragma warning restore CA1051

    public abstract Address LocalAddress { get; protected set; }

    public abstract Address RemoteAddress { get; protected set; }

    /// <summary>Whether the peer opened the connection.</summary>
    public abstract bool IsInbound { get; protected set; }

    public override string ToString() => $"{EventName} [{LocalAddress}] {(IsInbound ? "<-" : "->")} [{RemoteAddress}]";
}
