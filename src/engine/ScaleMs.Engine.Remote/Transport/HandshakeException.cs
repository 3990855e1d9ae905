using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>The peer and this system do not agree to talk.</summary>
internal sealed class HandshakeException(Refusal refusal, bool byPeer) : RemoteTransportException(
    byPeer ? $"The peer refused the connection: {refusal.Text}" : $"The connection was refused here: {refusal.Text}")
{
    public RefusalReason Reason { get; } = refusal.Reason;

    public bool ByPeer { get; } = byPeer;

    /// <summary>Trying again soon cannot help: somebody has to change a setting or restart a system.</summary>
    public bool IsHopeless => Reason is RefusalReason.Engine or RefusalReason.SecretMissing or RefusalReason.SecretMismatch
        or RefusalReason.WrongAddress or RefusalReason.Quarantined;
}
