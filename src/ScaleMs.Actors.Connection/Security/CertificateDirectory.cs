using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>The directory managed by <c>scalems certs</c>: an authority and one certificate for all nodes.</summary>
/// <param name="path">The directory.</param>
/// <param name="time">The clock.</param>
public sealed class CertificateDirectory(string path, TimeProvider time)
{
    private readonly CertificateMaker _maker = new(time);

    /// <summary>The absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Creates an authority and a node's certificate.</summary>
    /// <param name="overwrite">False = existing files are an error.</param>
    /// <exception cref="InvalidConfigurationException">The files exist already.</exception>
    public void Create(bool overwrite)
    {
        if (!overwrite && new[] { CertificateFiles.CaName, CertificateFiles.CaKeyName, CertificateFiles.CertificateName, CertificateFiles.KeyName }
            .Select(File).FirstOrDefault(System.IO.File.Exists) is { } existing)
        {
            throw new InvalidConfigurationException(
                $"{existing} exists; nodes that use it would not trust those with a new authority. 'scalems certs renew {Path}' issues a new certificate from the same authority, 'scalems certs create {Path} --overwrite' replaces everything");
        }

        MakeDirectory();
        using var authority = _maker.Authority($"scalems authority {Guid.NewGuid().ToString("n")[..8]} of {Environment.UserName} at {Environment.MachineName}");
        Write(CertificateFiles.CaKeyName, KeyOf(authority));
        Write(CertificateFiles.CaName, authority.ExportCertificatePem());
        WriteNode(authority);
    }

    /// <summary>Issues a new node's certificate from the existing authority. The old one stays valid until it expires.</summary>
    /// <exception cref="InvalidConfigurationException">The authority is unusable.</exception>
    public void Renew()
    {
        using var authority = ReadAuthority();
        if (authority.NotAfter < time.GetUtcNow())
        {
            throw new InvalidConfigurationException(
                $"{File(CertificateFiles.CaName)}: the authority itself expired on {authority.NotAfter:u}; 'scalems certs create {Path} --overwrite' replaces everything");
        }

        WriteNode(authority);
    }

    /// <summary>The authority and the node's certificate, without private keys.</summary>
    /// <exception cref="InvalidConfigurationException">One cannot be read.</exception>
    public (X509Certificate2 Authority, X509Certificate2 Node) Read() => (ReadCertificate(CertificateFiles.CaName), ReadCertificate(CertificateFiles.CertificateName));

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);

    private void WriteNode(X509Certificate2 authority)
    {
        using var node = _maker.Node(authority);

        // A node that starts between the two writes finds a key that does not match, and reports that.
        Write(CertificateFiles.KeyName, KeyOf(node));
        Write(CertificateFiles.CertificateName, node.ExportCertificatePem());
    }

    private X509Certificate2 ReadCertificate(string name)
    {
        try
        {
            return X509Certificate2.CreateFromPem(System.IO.File.ReadAllText(File(name)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(name, error);
        }
    }

    private X509Certificate2 ReadAuthority()
    {
        using var certificate = ReadCertificate(CertificateFiles.CaName);
        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), System.IO.File.ReadAllText(File(CertificateFiles.CaKeyName)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Unusable(CertificateFiles.CaKeyName, error);
        }
    }

    private InvalidConfigurationException Unusable(string name, Exception error) =>
        new($"{File(name)} cannot be used: {error.Message}; 'scalems certs create {Path}' makes certificates", error);

    private void MakeDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a new file and renames it over the old one, so that a concurrent reader sees either one completely.</summary>
    private void Write(string name, string content)
    {
        var beside = File($".{name}.{Guid.NewGuid():n}");
        using (var writer = new StreamWriter(beside, PrivateFile.New()))
        {
            writer.Write(content + "\n");
        }

        System.IO.File.Move(beside, File(name), overwrite: true);
    }
}
