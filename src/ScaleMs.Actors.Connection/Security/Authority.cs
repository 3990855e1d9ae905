using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>The project's own authority, and the only one that is trusted: what the machine trusts besides has no say.</summary>
/// <param name="certificates">The root, and intermediate ones where there are any.</param>
public sealed class Authority(X509Certificate2Collection certificates)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>What every node's certificate must be good for: each node both connects and is connected to.</summary>
    public static OidCollection Purposes => [ServerAuthentication, ClientAuthentication];

    /// <summary>The certificates of the authority.</summary>
    public X509Certificate2Collection Certificates { get; } = certificates;

    /// <summary>Says why a certificate is not one of this authority's that is good now; null = it is.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="sent">Others that came with it.</param>
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
                    ? "it is not meant for both servers and clients (extended key usage), as a node's has to be"
                    : string.Join("; ", chain.ChainStatus.Select(static problem => problem.StatusInformation.Trim())));
    }

    private static string? Outdated(X509Certificate2 certificate, DateTime now) =>
        now > certificate.NotAfter ? $"'{certificate.Subject}' expired on {certificate.NotAfter:u}"
        : now < certificate.NotBefore ? $"'{certificate.Subject}' is valid from {certificate.NotBefore:u} on only"
        : null;
}
