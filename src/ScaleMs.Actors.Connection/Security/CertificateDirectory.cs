using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>A directory with an authority and a certificate of it that serves all nodes: what <c>scalems certs</c> is about.</summary>
/// <param name="path">The directory.</param>
/// <param name="time">The clock.</param>
public sealed class CertificateDirectory(string path, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CertificateMaker _maker = new(time);

    /// <summary>The directory, from the root on.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Makes an authority and a node's certificate.</summary>
    /// <param name="overwrite">False = an error where there are such files.</param>
    /// <exception cref="InvalidConfigurationException">There are such files already.</exception>
    public void Create(bool overwrite)
    {
        if (!overwrite && new[] { CertificateFiles.CaName, CertificateFiles.CaKeyName, CertificateFiles.CertificateName, CertificateFiles.KeyName }
            .Select(File).FirstOrDefault(System.IO.File.Exists) is { } existing)
        {
            throw new InvalidConfigurationException(
                $"{existing} exists; nodes that use it would not know those with a new authority. 'scalems certs renew {Path}' makes a new certificate of the same authority, 'scalems certs create {Path} --overwrite' makes all anew");
        }

        MakeDirectory();
        using var authority = _maker.Authority($"scalems authority {Guid.NewGuid().ToString("n")[..8]} of {Environment.UserName} at {Environment.MachineName}");
        Write(CertificateFiles.CaKeyName, KeyOf(authority));
        Write(CertificateFiles.CaName, authority.ExportCertificatePem());
        WriteNode(authority);
    }

    /// <summary>Makes a new node's certificate of the authority that is there. The old one stays good until it expires.</summary>
    /// <exception cref="InvalidConfigurationException">The authority cannot be used.</exception>
    public void Renew()
    {
        using var authority = ReadAuthority();
        if (authority.NotAfter < time.GetUtcNow())
        {
            throw new InvalidConfigurationException(
                $"{File(CertificateFiles.CaName)}: the authority itself expired on {authority.NotAfter:u}; 'scalems certs create {Path} --overwrite' makes all anew");
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

        // A start between the two would find a key that does not match, and say so.
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
            Directory.CreateDirectory(Path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Written beside the old file and then moved into its place, so that a concurrent reader sees one of them whole.</summary>
    private void Write(string name, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var beside = File($".{name}.{Guid.NewGuid():n}");
        using (var writer = new StreamWriter(beside, options))
        {
            writer.Write(content + "\n");
        }

        System.IO.File.Move(beside, File(name), overwrite: true);
    }
}
