using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems certs</c>: the certificates by which nodes on different machines authenticate each other.</summary>
internal static class CertsVerb
{
    public static Verb Create() => new(
        "certs",
        "Creates, shows and renews the certificates that nodes need to listen beyond this machine. All nodes share one set; machines with a common home directory need no copies.",
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
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace existing files; nodes with the old files do not trust nodes with the new ones" };
        var verb = Verb(
            "create",
            $"Creates an authority and a certificate for nodes, both valid for {CertificateMaker.Years} years and readable only by their owner.",
            (directory, parsed) => directory.Create(parsed.GetValue(overwrite)),
            "scalems certs create",
            "scalems certs create /shared/scalems-certs",
            "scalems certs create --overwrite");
        verb.Add(overwrite);
        return verb;
    }

    private static Verb Renew() => Verb(
        "renew",
        "Issues a new certificate for nodes from the existing authority. Nodes with the old and the new one trust each other; a node uses the new one after a restart.",
        static (directory, _) => directory.Renew(),
        "scalems certs renew",
        "scalems certs renew /shared/scalems-certs");

    private static Verb Show() => Verb(
        "show",
        "Shows the subjects of the certificates and how long they are valid.",
        static (_, _) => { },
        "scalems certs show",
        "scalems certs show /shared/scalems-certs");

    private static Verb Verb(string name, string description, Action<CertificateDirectory, ParseResult> run, params string[] examples)
    {
        var path = new Argument<string?>("DIR")
        {
            Description = $"Their directory [default: {CertificateFiles.DefaultDirectory}]",
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
