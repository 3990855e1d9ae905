using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>Handshakes of mutual TLS with the certificates of the node. The caller's token has the deadline.</summary>
internal sealed class NodeTls(DotNettySslSetup setup, ILoggingAdapter log)
{
    /// <summary>null = the node uses no TLS.</summary>
    public static NodeTls? Of(ActorSystem system, ILoggingAdapter log) =>
        NodeProtection.IsSecure(system) ? new NodeTls(system.Settings.Setup.Get<DotNettySslSetup>().Value, log) : null;

    /// <summary>The server's handshake. The stream is closed with the one that is returned.</summary>
    public async Task<Stream> AcceptAsync(Stream stream, string peer, CancellationToken end)
    {
        var secure = new SslStream(stream);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = setup.Certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = Check(peer),
        };
        await secure.AuthenticateAsServerAsync(options, end).ConfigureAwait(false);
        return secure;
    }

    /// <summary>The client's handshake. The stream is closed with the one that is returned.</summary>
    public async Task<Stream> ConnectAsync(Stream stream, Address peer, CancellationToken end)
    {
        var secure = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = peer.Host,
            ClientCertificates = [setup.Certificate],
            RemoteCertificateValidationCallback = Check(peer.ToString()),
        };
        await secure.AuthenticateAsClientAsync(options, end).ConfigureAwait(false);
        return secure;
    }

    private RemoteCertificateValidationCallback Check(string peer) =>
        (_, certificate, chain, errors) => setup.CustomValidator!(certificate as X509Certificate2, chain, peer, errors, log);
}
