using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// Checks the peer's certificate in a handshake, on both sides. Ignores the system's own verdict, which depends on the machine's trust
/// store, and the names, because all nodes may share one certificate.
/// </summary>
internal sealed class PeerCheck(Authority authority)
{
    /// <summary>Part of every log line about a refused certificate.</summary>
    public const string Refused = "is refused for its certificate: ";

    private volatile string? _lastRefusal;

    /// <summary>Why a peer that this node connected to was refused; null = none was.</summary>
    public string? LastRefusal => _lastRefusal;

    /// <summary>For <see cref="DotNettySslSetup"/>.</summary>
    public bool Accept(X509Certificate2? certificate, X509Chain? chain, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        var problem = certificate is null ? "it has none" : authority.Problem(certificate, chain?.ChainPolicy.ExtraStore);
        if (problem is null)
        {
            return true;
        }

        // On outgoing connections the peer is an actor system's address, and the user who started the node waits for an answer.
        var connects = peer.Contains("://", StringComparison.Ordinal);
        var line = $"{PeerLog.Peer(peer[(peer.IndexOf('@', StringComparison.Ordinal) + 1)..])} {Refused}{problem}";
        if (connects)
        {
            _lastRefusal = $"it {Refused}{problem}";
            log.Error("{Peer}", line);
        }
        else
        {
            log.Warning("{Peer}", line);
        }

        return false;
    }
}
