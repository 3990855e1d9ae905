using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ScaleMs.Actors.Security;

/// <summary>
/// Decides on the other side's certificate in a handshake, on both sides. What the system found out about it by the authorities that
/// the machine trusts is of no interest; and names are none, as one certificate may serve all nodes.
/// </summary>
internal sealed class PeerCheck(Authority authority)
{
    /// <summary>For <see cref="DotNettySslSetup"/>.</summary>
    public bool Accept(X509Certificate2? certificate, X509Chain? chain, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        var problem = certificate is null ? "it has none" : authority.Problem(certificate, chain?.ChainPolicy.ExtraStore);
        if (problem is not null)
        {
            // Where this node connects the peer is an actor system's address: whoever started it waits for an answer.
            log.Log(
                peer.Contains("://", StringComparison.Ordinal) ? LogLevel.ErrorLevel : LogLevel.WarningLevel,
                null,
                "{0} is refused for its certificate: {1}",
                peer,
                problem);
        }

        return problem is null;
    }
}
