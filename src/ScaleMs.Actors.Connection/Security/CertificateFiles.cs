using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>Files of a node's certificates, named as in a Kubernetes TLS secret.</summary>
/// <param name="Ca">The authority's certificate.</param>
/// <param name="Certificate">The node's.</param>
/// <param name="Key">Its private key; empty = in the certificate's file.</param>
/// <param name="Password">Password of the key; empty = none.</param>
public sealed record CertificateFiles(string Ca, string Certificate, string Key, string Password)
{
    public const string CaName = "ca.crt";
    public const string CaKeyName = "ca.key";
    public const string CertificateName = "tls.crt";
    public const string KeyName = "tls.key";

    /// <summary>Default directory of <c>scalems certs create</c>, in the user's configuration directory.</summary>
    public static string DefaultDirectory { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "scalems", "certs");

    /// <summary>The files of a directory.</summary>
    public static CertificateFiles In(string directory, string password = "") => new(
        Path.Combine(directory, CaName), Path.Combine(directory, CertificateName), Path.Combine(directory, KeyName), password);

    /// <summary>The configured files, or those of the default directory; null = there are none.</summary>
    /// <exception cref="InvalidConfigurationException">Only some of the files are configured.</exception>
    public static CertificateFiles? Of(TlsOptions options)
    {
        if (options is { Ca: "", Certificate: "", Key: "" })
        {
            var made = In(DefaultDirectory, options.Password);
            return new[] { made.Ca, made.Certificate, made.Key }.Any(File.Exists) ? made : null;
        }

        return options switch
        {
            { Ca: "" } => throw Missing("ca", "the file of the authority's certificate"),
            { Certificate: "" } => throw Missing("certificate", "the file of the node's certificate"),
            _ => new CertificateFiles(options.Ca, options.Certificate, options.Key, options.Password),
        };
    }

    /// <summary>For messages.</summary>
    public override string ToString() => $"{Certificate}, {Ca}";

    private static InvalidConfigurationException Missing(string key, string expected) =>
        new($"scalems.tls.{key} is empty: {expected} is expected, because other keys of scalems.tls are set");
}
