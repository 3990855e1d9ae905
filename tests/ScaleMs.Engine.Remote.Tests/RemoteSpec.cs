using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using Akka.TestKit;

namespace Akka.Remote.Tests;

/// <summary>Actor systems with remoting on loopback, all ended with the test.</summary>
public abstract class RemoteSpec : TestKit.Xunit2.TestKit
{
    private readonly List<ActorSystem> _others = [];
    private readonly List<CuttableProxy> _proxies = [];
    private readonly List<Socket> _taken = [];

    protected RemoteSpec(string extra = "")
        : base(Settings(0, extra), "here")
    {
    }

    /// <summary>Nothing in these tests takes long; a loaded machine may.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    protected static Config Settings(int port, string extra) => ConfigurationFactory.ParseString(extra).WithFallback(
        $$"""
        akka.actor.provider = remote
        akka.loglevel = WARNING
        akka.remote.retry-gate-closed-for = 200ms
        akka.remote.watch-failure-detector {
          heartbeat-interval = 100ms
          unreachable-nodes-reaper-interval = 100ms
          expected-response-after = 200ms
          acceptable-heartbeat-pause = 2s
        }
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}} }
        """);

    protected ActorSystem Start(string name, int port = 0, string extra = "")
    {
        var system = ActorSystem.Create(name, Settings(port, extra).WithFallback(DefaultConfig));
        _others.Add(system);
        return system;
    }

    /// <summary>A system whose address is that of a proxy before it.</summary>
    private protected (ActorSystem System, CuttableProxy Way) StartBehindProxy(string name, string extra = "")
    {
        var proxy = new CuttableProxy();
        _proxies.Add(proxy);
        var system = Start(name, extra: $$"""
            {{extra}}
            akka.remote.dot-netty.tcp.public-port = {{proxy.Port}}
            """);
        proxy.LeadTo(BoundPort(system));
        return (system, proxy);
    }

    /// <summary>A port where nobody listens, taken until the test ends so that no other test's system gets it.</summary>
    protected int UnusedPort()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _taken.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    protected static int BoundPort(ActorSystem system) => ((TcpRemoting)RARP.For(system).Provider.Transport).BoundPort;

    protected static int PortOf(ActorSystem system) => AddressOf(system).Port!.Value;

    /// <summary>The ref by which <paramref name="from"/> knows an actor of another system.</summary>
    protected static IActorRef RefFrom(ActorSystem from, IActorRef actor, Address address) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(actor.Path.ToSerializationFormatWithAddress(address));

    protected static IActorRef RefFrom(ActorSystem from, IActorRef actor, ActorSystem owner) => RefFrom(from, actor, AddressOf(owner));

    protected TestProbe Probe(ActorSystem system) => CreateTestProbe(system);

    protected override void AfterAll()
    {
        foreach (var system in _others)
        {
            Shutdown(system, Patience);
        }

        foreach (var proxy in _proxies)
        {
            proxy.Dispose();
        }

        foreach (var socket in _taken)
        {
            socket.Dispose();
        }

        base.AfterAll();
    }
}
