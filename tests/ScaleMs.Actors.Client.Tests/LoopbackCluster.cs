using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Client.Tests;

/// <summary>A seed and workers of one slot, each an actor system of this process with a port of its own, and a client.</summary>
internal sealed class LoopbackCluster : IAsyncDisposable
{
    // At the end all systems terminate at once, without waiting for each other.
    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        """
        scalems.journal = off
        akka { loglevel = ERROR, stdout-loglevel = OFF }
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.remote.flush-wait-on-shutdown = 200ms
        """);

    private readonly string _contact;
    private readonly List<(ActorSystem System, AttachedWorker? Worker)> _nodes = [];

    private LoopbackCluster(string contact) => _contact = contact;

    public ScaleMsClient Client { get; private set; } = null!;

    /// <summary>Each worker's view of its own node, in order of their start.</summary>
    public MemberStatus[] Workers => [.. _nodes.Where(static node => node.Worker is not null).Select(static node => Cluster.Get(node.System).SelfMember.Status)];

    /// <summary>Starts the seed.</summary>
    /// <param name="seed">Additional configuration of the seed.</param>
    public static async Task<LoopbackCluster> StartAsync(string seed = "")
    {
        var port = Ports.Free();
        var cluster = new LoopbackCluster($"127.0.0.1:{port}");
        var config = ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.port = {port}\n{seed}").WithFallback(Quiet);
        var system = NodeConfig.CreateSystem(NodeConfig.ForSeed(config));
        cluster._nodes.Add((system, null));
        MasterNode.Start(system, ScaleMsOptions.From(config));
        cluster.Client = await ScaleMsClient.ConnectAsync(cluster._contact, Quiet);
        return cluster;
    }

    public void AddWorker(string name)
    {
        var options = ScaleMsOptions.From(ConfigurationFactory.ParseString($"scalems.worker.name = {name}").WithFallback(Quiet));
        var system = NodeConfig.CreateSystem(NodeConfig.ForWorker(Quiet, [_contact]));
        var worker = AttachedWorker.Create(options, slots: 1);
        _nodes.Add((system, worker));
        _ = worker.Start(system, MasterLocator.At(system, [_contact]));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Task.WhenAll(_nodes.Select(static node => node.System.Terminate()));
        _nodes.ForEach(static node => node.Worker?.Dispose());
    }
}
