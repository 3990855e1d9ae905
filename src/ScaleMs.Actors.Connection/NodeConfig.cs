using System.Globalization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection;

/// <summary>The <c>akka</c> keys that make a node a master, a worker or a client. The user's own keys override them.</summary>
public static class NodeConfig
{
    /// <summary>Default port of a seed.</summary>
    public const int SeedPort = 4053;

    /// <summary>Name of every node's actor system.</summary>
    public const string SystemName = "scalems";

    /// <summary>Cluster role of the node that hosts the master.</summary>
    public const string MasterRole = "master";

    /// <summary>Cluster role of a node that hosts a worker.</summary>
    public const string WorkerRole = "worker";

    private const string Journal = "scalems.journal";
    private const string Hostname = NodeProtection.Hostname;
    private const string PublicHostname = "akka.remote.dot-netty.tcp.public-hostname";
    private const string Port = "akka.remote.dot-netty.tcp.port";

    /// <summary>The node that hosts the master and is the cluster's seed.</summary>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without certificates, or they are unusable.</exception>
    public static Config ForSeed(Config config)
    {
        var node = NodeProtection.Apply(ScaleMsConfig.Complete(config.WithFallback(Parse(
            $$"""
            akka.actor.provider = cluster
            akka.cluster.roles = ["{{MasterRole}}"]
            {{Port}} = {{SeedPort}}
            """))));
        node = Parse($"{Hostname} = \"{HostName.Canonical(node.GetString(Hostname))}\"").WithFallback(node);
        var name = node.GetString(PublicHostname, "") is { Length: > 0 } given ? given : node.GetString(Hostname);
        // With a port that the system chooses, the node forms its cluster when it knows it.
        var seed = SeedNodes(node, node.GetInt(Port) == 0 ? [] : [$"{name}:{node.GetInt(Port)}"]).WithFallback(node);

        // The port in the name makes the file easy to find and keeps two seeds on one machine apart.
        return node.GetString(Journal, "").Length > 0
            ? seed
            : Parse(string.Create(CultureInfo.InvariantCulture, $"{Journal} = \"scalems-{node.GetInt(Port)}.journal\"")).WithFallback(seed);
    }

    /// <summary>A node that hosts a worker and joins the master's cluster.</summary>
    /// <param name="config">The user's configuration.</param>
    /// <param name="seeds"><c>HOST:PORT</c> of seeds.</param>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without certificates, or they are unusable.</exception>
    public static Config ForWorker(Config config, IEnumerable<string> seeds)
    {
        var node = NodeProtection.Apply(ScaleMsConfig.Complete(config.WithFallback(Parse(
            $$"""
            akka.actor.provider = cluster
            akka.cluster.roles = ["{{WorkerRole}}"]

            # The cluster confirms no exit while a lost member is still undetected; the master learns of this exit without it.
            akka.coordinated-shutdown.phases.cluster-exiting.timeout = 2s
            {{Port}} = 0
            """))));
        return node.WithFallback(SeedNodes(node, seeds));
    }

    /// <summary>A client's node, which is not a member of the cluster.</summary>
    /// <exception cref="InvalidConfigurationException">It would listen beyond loopback without certificates, or they are unusable.</exception>
    public static Config ForClient(Config config) =>
        NodeProtection.Apply(ScaleMsConfig.Complete(config.WithFallback(Parse(
            $$"""
            akka.actor.provider = remote
            {{Port}} = 0
            """))));

    /// <summary>Everything in one actor system without a port.</summary>
    public static Config ForEmbedded(Config config) => Parse("akka.actor.provider = local").WithFallback(ScaleMsConfig.Complete(config));

    /// <summary>
    /// As <see cref="CreateSystem"/>, on a thread of its own. Akka.NET's start blocks the calling thread until the thread pool has run other
    /// parts of the start, which a pool of two threads never does while one of them is the caller.
    /// </summary>
    /// <inheritdoc cref="CreateSystem"/>
    public static Task<ActorSystem> CreateSystemAsync(Config node, ActorSystemSetup? setup = null) =>
        Task.Factory.StartNew(() => CreateSystem(node, setup), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Creates the node's actor system.</summary>
    /// <param name="node">One of the configurations of this class.</param>
    /// <param name="setup">Setup beyond the configuration; null = none.</param>
    /// <exception cref="InvalidConfigurationException">Its certificates or a value under <c>akka</c> are unusable.</exception>
    public static ActorSystem CreateSystem(Config node, ActorSystemSetup? setup = null)
    {
        var all = NodeProtection.Secured(node, setup ?? ActorSystemSetup.Empty).And(BootstrapSetup.Create().WithConfig(node));
        var system = Explained(() => ActorSystem.Create(SystemName, all));
        NodeProtection.Confirm(system);
        return system;
    }

    /// <summary>Runs Akka.NET's start, which checks values only when it uses them, and turns its errors into configuration errors.</summary>
    /// <exception cref="InvalidConfigurationException">A value under <c>akka</c> is invalid.</exception>
    public static T Explained<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception error) when (error is ConfigurationException or ArgumentException or FormatException or TypeLoadException)
        {
            throw new InvalidConfigurationException($"Akka.NET does not start with this configuration: {error.Message.TrimEnd('.')}; check the keys under akka", error);
        }
    }

    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    private static Config SeedNodes(Config node, IEnumerable<string> seeds) => Parse(
        $"akka.cluster.seed-nodes = [{string.Join(", ", seeds.Select(seed => $"\"{NodeProtection.SchemeOf(node)}://{SystemName}@{Canonical(seed)}\""))}]");

    private static string Canonical(string seed) =>
        MasterLocator.Parse(seed) is var (host, port) ? string.Create(CultureInfo.InvariantCulture, $"{HostName.Canonical(host)}:{port}") : seed;
}
