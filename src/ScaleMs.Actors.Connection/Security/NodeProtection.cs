using System.Net;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// Any peer that reaches a node's port can run programs there. So beyond loopback a node starts only with mutual TLS that trusts the
/// project's own authority. It is configured by <c>scalems.tls</c> alone: Akka.NET's own keys would trust every authority that the
/// machine trusts, and are rejected.
/// </summary>
public static class NodeProtection
{
    internal const string Hostname = $"{Tcp}.hostname";
    private const string Tcp = "akka.remote.dot-netty.tcp";
    private const string EnableSsl = $"{Tcp}.enable-ssl";
    private const string Secure = "akka.ssl.tcp";

    /// <summary>A node's configuration with TLS switched on or off as required.</summary>
    /// <param name="node">Complete except for Akka.NET's own defaults.</param>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without certificates, or they are unusable.</exception>
    public static Config Apply(Config node)
    {
        RefuseOtherWays(node);
        var options = OptionsReader.Tls(node);
        var host = node.GetString(Hostname, "");
        if (IsLoopback(host) && !options.Loopback)
        {
            return node;
        }

        // Loaded again when the system is created; loading it here reports errors before anything starts.
        NodeIdentity.Load(FilesOf(options, host)).Certificate.Dispose();

        // No space in the adapter's class name: it would need quotes, which Akka.Remote treats as part of the name.
        return ConfigurationFactory.ParseString(
            $"""
            {EnableSsl} = on
            {Tcp}.applied-adapters = ["handshake-first"]
            akka.remote.adapters.handshake-first = "{typeof(HandshakeFirst).FullName},{typeof(HandshakeFirst).Assembly.GetName().Name}"
            """).WithFallback(node);
    }

    /// <summary>The scheme of addresses in the node's cluster.</summary>
    internal static string SchemeOf(Config node) => IsOn(node) ? Secure : "akka.tcp";

    /// <summary>The setup that the node's actor system needs besides its configuration.</summary>
    /// <param name="node">One of the configurations of <see cref="NodeConfig"/>.</param>
    /// <param name="setup">The setup to extend.</param>
    /// <exception cref="InvalidConfigurationException">Its certificates are unusable.</exception>
    public static ActorSystemSetup Secured(Config node, ActorSystemSetup setup)
    {
        setup = setup.And(LogFilters(setup.Get<LogFilterSetup>().Select(static other => other.Filters).GetOrElse([])));
        return TlsSetup(node) is var (ssl, failures) ? setup.And(ssl).And(failures) : setup;
    }

    /// <summary>Adds the product's log filters to a node's own.</summary>
    public static LogFilterSetup LogFilters(IEnumerable<LogFilterBase> others) => new([.. others, new PeerLog(TimeProvider.System)]);

    /// <summary>The node's TLS setup; null = it does not use TLS.</summary>
    /// <inheritdoc cref="Secured"/>
    public static (DotNettySslSetup Ssl, HandshakeFailures Failures)? TlsSetup(Config node)
    {
        if (!IsOn(node))
        {
            return null;
        }

        var identity = NodeIdentity.Load(FilesOf(OptionsReader.Tls(node), node.GetString(Hostname, "")));
        var ssl = new DotNettySslSetup(
            identity.Certificate, suppressValidation: false, requireMutualAuthentication: true, new PeerCheck(identity.Authority).Accept);
        return (ssl, new HandshakeFailures());
    }

    /// <summary>To be called after the system has started. Checks the actual address, because one of Akka.NET's keys may override another.</summary>
    /// <exception cref="InvalidConfigurationException">The system is not protected; its termination has been started.</exception>
    public static void Confirm(ActorSystem system)
    {
        foreach (var filter in system.Settings.Setup.Get<LogFilterSetup>().Select(static setup => setup.Filters).GetOrElse([]).OfType<PeerLog>())
        {
            filter.Attach(system);
        }

        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        if (address.HasLocalScope || IsSecure(system) || (!IsOn(system.Settings.Config) && IsLoopback(system.Settings.Config.GetString(Hostname))))
        {
            return;
        }

        _ = system.Terminate();
        throw new InvalidConfigurationException(
            $"the node listens at {address}, which is not protected by TLS and may be reachable from other machines; it stops (is a key of akka.remote.dot-netty.tcp set that scalems.tls should set?)");
    }

    /// <summary>Whether the node accepts only TLS connections.</summary>
    public static bool IsSecure(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress.Protocol == Secure;

    /// <summary>The node's certificate with its private key, for servers of another kind than nodes.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="host">What the server listens on, for the message when there is none.</param>
    /// <exception cref="InvalidConfigurationException">There is none, or it is unusable.</exception>
    public static X509Certificate2 CertificateOf(TlsOptions options, string host)
    {
        var files = CertificateFiles.Of(options) ?? throw new InvalidConfigurationException(
            $"scalems.http.host = '{host}' is reachable from other machines, so the page needs TLS; make certificates with 'scalems certs create', or name them in scalems.tls");
        return NodeIdentity.Load(files).Certificate;
    }

    /// <summary>SHA-256 of the authority's certificate, in hexadecimal digits.</summary>
    /// <exception cref="InvalidConfigurationException">There are no certificates, or they are unusable.</exception>
    internal static string AuthorityFingerprint(TlsOptions options)
    {
        var identity = NodeIdentity.Load(CertificateFiles.Of(options) ?? throw new InvalidConfigurationException(
            $"the master uses TLS, and there are no certificates in {CertificateFiles.DefaultDirectory}; copy those of the master's machine there, or name them in scalems.tls"));
        identity.Certificate.Dispose();
        return identity.Authority.Certificates[0].GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
    }

    private static bool IsOn(Config node) => node.GetBoolean(EnableSsl, false);

    private static CertificateFiles FilesOf(TlsOptions options, string host) => CertificateFiles.Of(options) ?? throw new InvalidConfigurationException(
        (options.Loopback ? "scalems.tls.loopback = on" : $"{Hostname} = '{host}' is reachable from other machines, and any peer that reaches a node can run programs there: it")
        + $" needs certificates, and there are none in {CertificateFiles.DefaultDirectory}; 'scalems certs create' makes them, one set for all nodes, or name your own in scalems.tls"
        + (options.Loopback ? "" : ", or listen on 127.0.0.1"));

    private static void RefuseOtherWays(Config node)
    {
        foreach (var path in new[] { EnableSsl, $"{Tcp}.ssl", $"{Tcp}.transport-class", "akka.remote.helios" }.Where(path => node.HasPath(path)))
        {
            throw new InvalidConfigurationException($"{path} is set by hand; TLS between nodes is configured only by scalems.tls {{ ca, certificate, key, password, loopback }}");
        }

        const string Transports = "akka.remote.enabled-transports";
        if (node.HasPath(Transports) && node.GetStringList(Transports) is not [Tcp])
        {
            throw new InvalidConfigurationException($"{Transports}: must be [\"{Tcp}\"]: scalems.tls protects no other transport");
        }
    }

    /// <summary>Whether only this machine can reach a server that listens there.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
