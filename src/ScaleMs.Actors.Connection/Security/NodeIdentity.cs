using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>A node's own certificate and the authority it trusts.</summary>
/// <param name="Certificate">The node's certificate, with its private key.</param>
/// <param name="Authority">The issuer of all nodes' certificates.</param>
internal sealed record NodeIdentity(X509Certificate2 Certificate, Authority Authority)
{
    /// <summary>Reads and checks the files.</summary>
    /// <exception cref="InvalidConfigurationException">A file is unusable; the message has its path and the reason.</exception>
    public static NodeIdentity Load(CertificateFiles files)
    {
        var authority = new Authority(ReadAuthority(files.Ca));
        var certificate = ReadCertificate(files);
        if (authority.Problem(certificate) is not { } problem)
        {
            return new NodeIdentity(certificate, authority);
        }

        certificate.Dispose();
        throw Unusable(files.Certificate, $"{problem}; 'scalems certs renew' issues a new one from the authority made by 'scalems certs create'");
    }

    private static X509Certificate2Collection ReadAuthority(string path)
    {
        var certificates = new X509Certificate2Collection();
        var content = Read(path);
        try
        {
            if (IsPem(content))
            {
                certificates.ImportFromPem(Text(content));
            }
            else
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(content));
            }
        }
        catch (CryptographicException error)
        {
            throw Unusable(path, $"a certificate is expected, PEM or DER ({error.Message})", error);
        }

        return certificates.Count > 0 ? certificates : throw Unusable(path, "there is no certificate in it");
    }

    private static X509Certificate2 ReadCertificate(CertificateFiles files)
    {
        var content = Read(files.Certificate);
        var certificate = IsPem(content) ? ReadPem(files, Text(content)) : ReadPfx(files, content);
        if (!certificate.HasPrivateKey)
        {
            certificate.Dispose();
            throw Unusable(files.Certificate, "there is no private key in it; name the key's file in scalems.tls.key");
        }

        // Windows accepts only TLS keys that are in a key store; reading from a PFX puts the key there while it is in use.
        return OperatingSystem.IsWindows()
            ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
            : certificate;
    }

    private static X509Certificate2 ReadPem(CertificateFiles files, string pem)
    {
        var keyFile = files.Key.Length > 0 ? files.Key : files.Certificate;
        var key = files.Key.Length > 0 ? Text(Read(files.Key)) : pem;
        using var certificate = CertificateOf(files.Certificate, pem);
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw Unusable(keyFile, files.Key.Length > 0 ? "there is no private key in it, PEM is expected" : "there is no private key in it; name the key's file in scalems.tls.key");
        }

        var encrypted = key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (encrypted && files.Password.Length == 0)
        {
            throw Unusable(keyFile, "the key is encrypted; give its password in SCALEMS_TLS_PASSWORD");
        }

        try
        {
            return encrypted ? X509Certificate2.CreateFromEncryptedPem(pem, key, files.Password) : X509Certificate2.CreateFromPem(pem, key);
        }
        catch (CryptographicException error) when (encrypted)
        {
            throw Unusable(
                keyFile,
                $"the password is wrong (scalems.tls.password, SCALEMS_TLS_PASSWORD), or it is not the private key of the certificate '{certificate.Subject}' ({error.Message})",
                error);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw Unusable(keyFile, $"it is not the private key of the certificate '{certificate.Subject}' ({error.Message})", error);
        }
    }

    private static X509Certificate2 CertificateOf(string path, string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException error)
        {
            throw Unusable(path, $"a certificate is expected, PEM or PFX ({error.Message})", error);
        }
    }

    private static X509Certificate2 ReadPfx(CertificateFiles files, byte[] content)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12(content, files.Password.Length > 0 ? files.Password : null);
        }
        catch (CryptographicException error)
        {
            throw Unusable(files.Certificate, $"a certificate is expected, PEM or PFX, and of a PFX its password in SCALEMS_TLS_PASSWORD ({error.Message})", error);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"it cannot be read ({error.Message})", error);
        }
    }

    private static bool IsPem(ReadOnlySpan<byte> content) => content.IndexOf("-----BEGIN "u8) >= 0;

    private static string Text(byte[] content) => System.Text.Encoding.UTF8.GetString(content);

    private static InvalidConfigurationException Unusable(string path, string reason, Exception? inner = null) =>
        new($"scalems.tls: {path}: {reason}", inner);
}
