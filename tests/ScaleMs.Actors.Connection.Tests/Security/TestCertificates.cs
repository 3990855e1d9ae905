using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection.Tests.Security;

/// <summary>A temporary directory with certificates.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly CertificateDirectory _directory;

    public TestCertificates()
    {
        _directory = new CertificateDirectory(System.IO.Path.Combine(Path, "certs"), TimeProvider.System);
        _directory.Create(overwrite: false);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("scalems-certs-").FullName;

    public CertificateDirectory Made => _directory;

    public string Ca => File(CertificateFiles.CaName);

    public string Certificate => File(CertificateFiles.CertificateName);

    public string Key => File(CertificateFiles.KeyName);

    public CertificateFiles Files => CertificateFiles.In(_directory.Path);

    public string Hocon => $$"""scalems.tls { ca = "{{Ca}}", certificate = "{{Certificate}}", key = "{{Key}}" }""";

    public string File(string name) => System.IO.Path.Combine(_directory.Path, name);

    /// <summary>Writes a file beside the others.</summary>
    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>The authority with its private key.</summary>
    public X509Certificate2 Authority() => X509Certificate2.CreateFromPemFile(Ca, File(CertificateFiles.CaKeyName));

    /// <summary>Replaces the node's certificate by one of the authority's that is like this.</summary>
    public void Replace(X509Certificate2 node)
    {
        Write(CertificateFiles.CertificateName, node.ExportCertificatePem());
        using var key = node.GetECDsaPrivateKey()!;
        Write(CertificateFiles.KeyName, key.ExportPkcs8PrivateKeyPem());
    }

    public NodeIdentity Load() => NodeIdentity.Load(Files);

    public string Refusal(CertificateFiles? files = null) =>
        Assert.Throws<InvalidConfigurationException>(() => NodeIdentity.Load(files ?? Files)).Message;

    /// <summary>A certificate of the authority's for some purposes only.</summary>
    public static X509Certificate2 For(X509Certificate2 authority, params string[] purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=half", key, HashAlgorithmName.SHA256);
        var oids = new OidCollection();
        foreach (var purpose in purposes)
        {
            oids.Add(new Oid(purpose));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
