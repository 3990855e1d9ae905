using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>Creates an authority and issues certificates. Keys use the curve P-256, which is fast in TLS 1.2 and secure for decades.</summary>
/// <param name="time">The clock.</param>
public sealed class CertificateMaker(TimeProvider time)
{
    /// <summary>Validity of both, in years: an expiry must not stop a running ensemble, and the owner of the files may renew them.</summary>
    public const int Years = 10;

    // Allows for clock skew between machines.
    private static readonly TimeSpan Early = TimeSpan.FromHours(1);

    /// <summary>Creates a self-signed authority, with its private key.</summary>
    /// <param name="name">Display name.</param>
    public X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now - Early, now.AddYears(Years));
    }

    /// <summary>Issues a certificate for nodes, with its private key. All nodes may share it: only other tools check the names in it.</summary>
    /// <param name="authority">The issuer, with its private key.</param>
    /// <param name="validUntil">Its expiry; null = after <see cref="Years"/>, but no later than the authority's.</param>
    public X509Certificate2 Node(X509Certificate2 authority, DateTimeOffset? validUntil = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=scalems node", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(Security.Authority.Purposes, critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names());
        var now = time.GetUtcNow();
        var latest = new DateTimeOffset(authority.NotAfter);
        var until = validUntil ?? now.AddYears(Years);
        var from = until < now ? until - Early : now - Early;
        using var certificate = request.Create(authority, from < authority.NotBefore ? authority.NotBefore : from, until < latest ? until : latest, Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Environment.MachineName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }

    /// <summary>Random, positive and unique, as RFC 5280 section 4.1.2.2 requires.</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
