using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// Decides on the other side's certificate in a handshake, on both sides. What the system found out about it by the authorities that
/// the machine trusts is of no interest; and names are none, as one certificate may serve all nodes.
/// </summary>
internal sealed class PeerCheck(Authority authority)
{
    /// <summary>What is in every line about a refused certificate.</summary>
    public const string Refused = "is refused for its certificate: ";

    private volatile string? _lastRefusal;

    /// <summary>Why a peer was refused that this node wanted to connect to; null = none was.</summary>
    public string? LastRefusal => _lastRefusal;

    /// <summary>For <see cref="DotNettySslSetup"/>.</summary>
    public bool Accept(X509Certificate2? certificate, X509Chain? chain, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        var problem = certificate is null ? "it has none" : authority.Problem(certificate, chain?.ChainPolicy.ExtraStore);
        if (problem is null)
        {
            return true;
        }

        // Where this node connects, the peer is an actor system's address, and the user who started the node waits for an answer.
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
