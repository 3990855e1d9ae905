using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>Mutual TLS with the certificates of the node's other connections.</summary>
internal sealed class DirectTls(DotNettySslSetup setup, ILoggingAdapter log)
{
    /// <summary>null = the node uses no TLS.</summary>
    public static DirectTls? Of(ActorSystem system, ILoggingAdapter log) =>
        Security.NodeProtection.IsSecure(system) ? new DirectTls(system.Settings.Setup.Get<DotNettySslSetup>().Value, log) : null;

    /// <summary>The server's handshake.</summary>
    public async Task<Stream> AcceptAsync(Stream stream, string peer, CancellationToken end)
    {
        using var deadline = Deadline(end);
        var secure = new SslStream(stream);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = setup.Certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = Check(peer),
        };
        await secure.AuthenticateAsServerAsync(options, deadline.Token).ConfigureAwait(false);
        return secure;
    }

    /// <summary>The client's handshake.</summary>
    public async Task<Stream> ConnectAsync(Stream stream, Address peer, CancellationToken end)
    {
        using var deadline = Deadline(end);
        var secure = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = peer.Host,
            ClientCertificates = [setup.Certificate],
            RemoteCertificateValidationCallback = Check(peer.ToString()),
        };
        await secure.AuthenticateAsClientAsync(options, deadline.Token).ConfigureAwait(false);
        return secure;
    }

    private static CancellationTokenSource Deadline(CancellationToken end)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(end);
        deadline.CancelAfter(DirectFrame.Patience);
        return deadline;
    }

    private RemoteCertificateValidationCallback Check(string peer) =>
        (_, certificate, chain, errors) => setup.CustomValidator!(certificate as X509Certificate2, chain, peer, errors, log);
}
