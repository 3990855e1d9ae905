using System.Globalization;
using System.Net;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote;

namespace ScaleMs.Actors.Configuration;

/// <summary>What makes a node a master, a worker or a client: the <c>akka</c> keys that each role needs, below the user's own.</summary>
public static class NodeConfig
{
    /// <summary>Port of a seed, unless configured.</summary>
    public const int SeedPort = 4053;

    /// <summary>Name of every node's actor system.</summary>
    public const string SystemName = "scalems";

    /// <summary>Cluster role of the node that hosts the master.</summary>
    public const string MasterRole = "master";

    private const string Journal = "scalems.journal";
    private const string Hostname = "akka.remote.dot-netty.tcp.hostname";
    private const string PublicHostname = "akka.remote.dot-netty.tcp.public-hostname";
    private const string Port = "akka.remote.dot-netty.tcp.port";

    /// <summary>The node that hosts the master, and is the cluster's seed.</summary>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without a protection.</exception>
    public static Config ForSeed(Config config)
    {
        var node = Protected(ScaleMsConfig.Complete(config.WithFallback(Parse(
            $$"""
            akka.actor.provider = cluster
            akka.cluster.roles = ["{{MasterRole}}"]
            {{Port}} = {{SeedPort}}
            """))));
        var seed = Parse(SeedNodes(node, [$"{node.GetString(Hostname)}:{node.GetInt(Port)}"])).WithFallback(node);

        // Where its results are is easily found, and two seeds on one machine do not meet in it.
        return node.GetString(Journal, "").Length > 0
            ? seed
            : Parse(string.Create(CultureInfo.InvariantCulture, $"{Journal} = \"scalems-{node.GetInt(Port)}.journal\"")).WithFallback(seed);
    }

    /// <summary>A node that hosts a worker and joins the master's cluster.</summary>
    /// <param name="config">The user's.</param>
    /// <param name="seeds"><c>HOST:PORT</c> of seeds.</param>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without a protection.</exception>
    public static Config ForWorker(Config config, IEnumerable<string> seeds) =>
        Protected(ScaleMsConfig.Complete(config.WithFallback(Parse(
            $$"""
            akka.actor.provider = cluster
            akka.cluster.roles = ["worker"]

            # Nobody lets a node go while another one is lost and not yet known to be. The master hears of this one's end without that.
            akka.coordinated-shutdown.phases.cluster-exiting.timeout = 2s
            {{Port}} = 0
            {{SeedNodes(config, seeds)}}
            """))));

    /// <summary>A client's node: no member of the cluster.</summary>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without a protection.</exception>
    public static Config ForClient(Config config) =>
        Protected(ScaleMsConfig.Complete(config.WithFallback(Parse(
            $$"""
            akka.actor.provider = remote
            {{Port}} = 0
            """))));

    /// <summary>Everything in one actor system without a port.</summary>
    public static Config ForEmbedded(Config config) => Parse("akka.actor.provider = local").WithFallback(ScaleMsConfig.Complete(config));

    /// <summary>Makes the node's actor system.</summary>
    /// <param name="node">One of the configurations that this class makes.</param>
    /// <param name="setup">More than configuration can say; null = nothing.</param>
    public static ActorSystem CreateSystem(Config node, ActorSystemSetup? setup = null) =>
        ActorSystem.Create(SystemName, (setup ?? ActorSystemSetup.Empty).And(BootstrapSetup.Create().WithConfig(node)));

    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    private static string SeedNodes(Config config, IEnumerable<string> seeds) =>
        $"akka.cluster.seed-nodes = [{string.Join(", ", seeds.Select(seed => $"\"{Protocol(config)}://{SystemName}@{seed}\""))}]";

    private static string Protocol(Config config) => config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl") ? "akka.ssl.tcp" : "akka.tcp";

    /// <summary>
    /// Anybody who reaches a node's port can run programs there. So beyond loopback a node starts only with a secret or mutual TLS,
    /// and only where the actor engine that it runs on enforces that one.
    /// </summary>
    private static Config Protected(Config config)
    {
        var host = config.GetString(Hostname);
        if (host is not null && IsLoopback(host))
        {
            return config;
        }

        var enforced = EnforcedByEngine();
        var hasSecret = !string.IsNullOrEmpty(config.GetString("scalems.engine.remote.secret", ""));
        var hasTls = config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl", false)
            && config.GetBoolean("akka.remote.dot-netty.tcp.ssl.require-mutual-authentication", true)
            && !config.GetBoolean("akka.remote.dot-netty.tcp.ssl.suppress-validation", false);
        if ((hasSecret && enforced.Contains("secret")) || (hasTls && enforced.Contains("mutual-tls")))
        {
            return config;
        }

        throw new InvalidConfigurationException(
            string.Create(CultureInfo.InvariantCulture, $"{Hostname} = {host} is reachable from other machines, and ")
            + (hasSecret || hasTls
                ? $"this actor engine does not enforce the {(hasSecret ? "secret" : "mutual TLS")} that is configured"
                : "nothing protects it: set scalems.engine.remote.secret to the same value on every node, or akka.remote.dot-netty.tcp.enable-ssl with a certificate, or listen on 127.0.0.1"));
    }

    /// <summary>
    /// What the engine says of itself, in the defaults that lie in its assembly. A user's configuration has no say in it, and an
    /// engine that says nothing enforces nothing.
    /// </summary>
    private static IList<string> EnforcedByEngine()
    {
        var remoting = typeof(AddressUidExtension).Assembly;
        return [.. remoting.GetManifestResourceNames()
            .Where(static name => name.EndsWith(".conf", StringComparison.Ordinal))
            .Select(name => ConfigurationFactory.FromResource(name, remoting))
            .SelectMany(static defaults => defaults.GetStringList("scalems.engine.enforces", []))];
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
