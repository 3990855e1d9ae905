using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Akka.Remote.Transport;

/// <summary>Puts TLS over a connection. With mutual authentication both sides show a certificate that the other believes.</summary>
internal static class TlsUpgrade
{
    public static async Task<Stream> AsDiallerAsync(Stream stream, TlsSettings settings, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = settings.TargetHost,
                ClientCertificates = [settings.Certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => settings.Certificate,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsBelieved(settings, certificate, errors),
            },
            cancellationToken).ConfigureAwait(false);
        return tls;
    }

    public static async Task<Stream> AsAcceptorAsync(Stream stream, TlsSettings settings, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = settings.Certificate,
                ClientCertificateRequired = settings.RequireMutualAuthentication,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                    !settings.RequireMutualAuthentication || IsBelieved(settings, certificate, errors),
            },
            cancellationToken).ConfigureAwait(false);
        return tls;
    }

    /// <summary>The very certificate that this node has is believed too: who shows it holds the same private key.</summary>
    private static bool IsBelieved(TlsSettings settings, X509Certificate? certificate, SslPolicyErrors errors) =>
        certificate is not null
        && (errors == SslPolicyErrors.None || settings.SuppressValidation || certificate.Equals(settings.Certificate)
            && certificate.GetRawCertData().AsSpan().SequenceEqual(settings.Certificate.RawData));
}
