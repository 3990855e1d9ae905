using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote.Transport;

/// <summary>How connections are encrypted and whose certificates are believed.</summary>
internal sealed record TlsSettings(X509Certificate2 Certificate, bool SuppressValidation, bool RequireMutualAuthentication)
{
    /// <summary>The name that a peer's certificate must bear: nodes of one installation share theirs.</summary>
    public string TargetHost => Certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);

    public static TlsSettings Read(Config ssl, DotNettySslSetup? setup)
    {
        var mutual = ssl.GetBoolean("require-mutual-authentication", true);
        if (setup is not null)
        {
            return new TlsSettings(setup.Certificate, setup.SuppressValidation, mutual);
        }

        const string Key = $"{TcpSettings.Section}.ssl.certificate.path";
        var path = ssl.GetString("certificate.path");
        if (string.IsNullOrEmpty(path))
        {
            throw new ConfigurationException($"{TcpSettings.Section}.enable-ssl is on, but {Key} names no PKCS#12 file.");
        }

        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(path, ssl.GetString("certificate.password"));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Key}: the certificate [{path}] cannot be read: {e.Message}", e);
        }

        return certificate.HasPrivateKey
            ? new TlsSettings(certificate, ssl.GetBoolean("suppress-validation"), mutual)
            : throw new ConfigurationException($"{Key}: the certificate [{path}] holds no private key.");
    }
}
