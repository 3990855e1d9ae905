using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Tests.Guarantees;

/// <summary>A master, workers and clients, each in its own actor system as in production, over the loopback interface.</summary>
internal sealed class LoopbackNodes : IAsyncDisposable
{
    /// <summary>Far longer than any step takes, even on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<ActorSystem> _clients = [];
    private readonly List<Task> _workers = [];
    private readonly Config _config;

    private LoopbackNodes(int port)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        _config = ConfigurationFactory.ParseString($$"""
            akka.loglevel = ERROR
            akka.stdout-loglevel = ERROR
            scalems.journal = off
            scalems.worker { slots = 2, isolation = none, modules = ["{{typeof(Work).Assembly.Location}}"] }
            """);
        var seed = NodeConfig.ForSeed(ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.port = {port}").WithFallback(_config));
        Seed = NodeConfig.CreateSystem(seed);
        Master = MasterNode.Start(Seed, ScaleMsOptions.From(seed));
    }

    public ActorSystem Seed { get; }

    /// <summary>The master's reference in its own system.</summary>
    public IActorRef Master { get; }

    public string Address { get; }

    public static LoopbackNodes Start()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new LoopbackNodes(port);
    }

    /// <summary>Starts an actor that records the messages it receives.</summary>
    /// <param name="system">The actor's system.</param>
    /// <param name="watched">The actors whose termination it records.</param>
    /// <returns>The actor, and the messages it has received.</returns>
    public static (IActorRef Actor, ChannelReader<object> Heard) Record(ActorSystem system, params IEnumerable<IActorRef> watched)
    {
        var heard = Channel.CreateUnbounded<object>();
        var all = watched.ToArray();
        return (system.ActorOf(Props.Create(() => new Recorder(heard.Writer, all))), heard.Reader);
    }

    /// <summary>A client's actor system.</summary>
    public ActorSystem Client()
    {
        var client = NodeConfig.CreateSystem(NodeConfig.ForClient(_config));
        _clients.Add(client);
        return client;
    }

    /// <summary>Starts a worker.</summary>
    public void StartWorker() => _workers.Add(Task.Run(async () =>
    {
        var worker = NodeConfig.ForWorker(_config, [Address]);
        using var host = WorkerHost.Start(ScaleMsOptions.From(worker), null, () => NodeConfig.CreateSystemAsync(worker), system => MasterLocator.At(system, [Address]));
        await host.RunAsync(_stop.Token);
    }));

    /// <summary>The reference to an actor of the seed's system in another system.</summary>
    public Task<IActorRef> FarAsync(ActorSystem client, IActorRef actor) =>
        client.ActorSelection($"akka.tcp://{NodeConfig.SystemName}@{Address}{actor.Path.ToStringWithoutAddress()}").ResolveOne(Patience);

    public async Task<MasterStatus> StatusAsync() => (await Master.Ask<QueryReply>(new Query { Limit = 0 }, Patience)).Status;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        await Task.WhenAll(_clients.Select(static client => client.Terminate()));
        await Seed.Terminate();
        _stop.Dispose();
    }
}
