using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems certs</c>: the certificates by which nodes of different machines know each other.</summary>
internal static class CertsVerb
{
    public static Verb Create() => new(
        "certs",
        "Makes, shows and renews the certificates that nodes need to listen beyond this machine. One set serves all nodes; on machines with a common home directory there is nothing to copy.",
        "scalems certs create",
        "scalems certs show",
        "scalems certs renew")
    {
        CreateAll(),
        Show(),
        Renew(),
    };

    private static Verb CreateAll()
    {
        var overwrite = new Option<bool>("--overwrite") { Description = "Replaces what is there; nodes that have the old files do not know those with the new ones" };
        var verb = Verb(
            "create",
            $"Makes an authority and a certificate for nodes, both valid for {CertificateMaker.Years} years, readable for their owner only.",
            (directory, parsed) => directory.Create(parsed.GetValue(overwrite)),
            "scalems certs create",
            "scalems certs create /shared/scalems-certs",
            "scalems certs create --overwrite");
        verb.Add(overwrite);
        return verb;
    }

    private static Verb Renew() => Verb(
        "renew",
        "Makes a new certificate for nodes by the authority that is there. Nodes with the old one and nodes with the new one know each other; each takes the new one when it starts.",
        static (directory, _) => directory.Renew(),
        "scalems certs renew",
        "scalems certs renew /shared/scalems-certs");

    private static Verb Show() => Verb(
        "show",
        "Shows whose the certificates are and how long they are valid.",
        static (_, _) => { },
        "scalems certs show",
        "scalems certs show /shared/scalems-certs");

    private static Verb Verb(string name, string description, Action<CertificateDirectory, ParseResult> run, params string[] examples)
    {
        var path = new Argument<string?>("DIR")
        {
            Description = $"Where they are [default: {CertificateFiles.DefaultDirectory}]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Verb(name, description, examples) { path }.Runs(parsed =>
        {
            var directory = new CertificateDirectory(parsed.GetValue(path) ?? CertificateFiles.DefaultDirectory, TimeProvider.System);
            new UsedFiles().AddCertificates(directory.Path).Refuse(output: null);
            run(directory, parsed);
            Print(directory);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static void Print(CertificateDirectory directory)
    {
        var (authority, node) = directory.Read();
        using (authority)
        using (node)
        {
            Console.WriteLine(directory.Path);
            Print(CertificateFiles.CaName, authority);
            Print(CertificateFiles.CertificateName, node);
            if (new Authority([authority]).Problem(node) is { } problem)
            {
                Console.WriteLine($"  {CertificateFiles.CertificateName} cannot be used: {problem}");
            }
        }
    }

    private static void Print(string file, X509Certificate2 certificate) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {file}  {certificate.Subject}, until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}, SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}"));
}
