using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>The project's own authority, the only trusted one: the machine's trust store is ignored.</summary>
/// <param name="certificates">The root and any intermediate certificates.</param>
public sealed class Authority(X509Certificate2Collection certificates)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Purposes required of a node's certificate: each node both opens and accepts connections.</summary>
    public static OidCollection Purposes => [ServerAuthentication, ClientAuthentication];

    /// <summary>The certificates of the authority.</summary>
    public X509Certificate2Collection Certificates { get; } = certificates;

    /// <summary>Why a certificate was not issued by this authority or is not valid now; null = it is valid.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="sent">Other certificates sent with it.</param>
    public string? Problem(X509Certificate2 certificate, X509Certificate2Collection? sent = null)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.CustomTrustStore.AddRange(Certificates);
        policy.ExtraStore.AddRange(sent ?? []);
        policy.ApplicationPolicy.Add(ServerAuthentication);
        policy.ApplicationPolicy.Add(ClientAuthentication);
        if (chain.Build(certificate))
        {
            return null;
        }

        var now = DateTime.Now;
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        return chain.ChainElements.Select(static element => element.Certificate).Select(element => Outdated(element, now)).FirstOrDefault(static reason => reason is not null)
            ?? ((status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid)) != 0
                ? $"it was issued by '{certificate.Issuer}', not by the authority '{Certificates[0].Subject}' of this cluster"
                : (status & X509ChainStatusFlags.NotValidForUsage) != 0
                    ? "it is not valid for both servers and clients (extended key usage), as a node's certificate must be"
                    : string.Join("; ", chain.ChainStatus.Select(static problem => problem.StatusInformation.Trim())));
    }

    private static string? Outdated(X509Certificate2 certificate, DateTime now) =>
        now > certificate.NotAfter ? $"'{certificate.Subject}' expired on {certificate.NotAfter:u}"
        : now < certificate.NotBefore ? $"'{certificate.Subject}' is not valid before {certificate.NotBefore:u}"
        : null;
}
