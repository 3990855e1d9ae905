namespace Akka.Remote.Transport;

/// <summary>Why a peer closes a connection. Values are part of the wire format.</summary>
internal enum DisassociateReason : byte
{
    Unknown = 0,
    Shutdown = 1,
    Quarantined = 2,
    Replaced = 3,
}
