using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Direct;
using ScaleMs.Actors.Connection.Tests.Security;
using ScaleMs.Actors.Connection.Tests.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Direct;

/// <summary>Between two nodes over TCP on loopback.</summary>
public sealed class DirectConnectionsTests : Akka.TestKit.Xunit2.TestKit
{
    private const string Quiet = "akka.loglevel = ERROR\nakka.stdout-loglevel = OFF\n";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _nodes = [];
    private readonly TestCertificates _certificates = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batches_of_any_size_take_it(bool secure)
    {
        var config = secure ? $"{_certificates.Hocon}\nscalems.tls.loopback = on" : "";
        var (here, there) = (Node(config), Node(config));

        // By Akka.Remote no large row arrives.
        var to = await ReceiverAsync(here, there, static _ => true);
        var from = there.ActorOf(TransferPeer.Props(ActorRefs.Nobody, TransferOptions.Default));
        foreach (var lane in Enum.GetValues<DirectLane>())
        {
            Assert.NotNull(await DirectConnections.Of(there).ConnectAsync(to.Path.Address, lane));
        }

        foreach (var size in new[] { 0, 1_000, 100_000, 20 << 20 })
        {
            var payload = new byte[size];
            new Random(size).NextBytes(payload);
            from.Tell(new TransferPeer.Send(to, new ResultBatch([Rows.Result(1, payload: payload)])));

            Assert.True(Assert.Single(ExpectMsg<ResultBatch>(Long).Results).Payload.Span.SequenceEqual(payload));
        }
    }

    [Fact]
    public async Task Where_it_is_off_everything_goes_by_remoting()
    {
        var (here, there) = (Node("scalems.transfer.port = off"), Node(""));
        var to = await ReceiverAsync(here, there);
        var from = there.ActorOf(TransferPeer.Props(ActorRefs.Nobody, TransferOptions.Default));

        Assert.Null(await DirectConnections.Of(there).ConnectAsync(to.Path.Address, DirectLane.Bulk));
        from.Tell(new TransferPeer.Send(to, new ResultBatch([Rows.Result(1, payload: new byte[1 << 20])])));

        Assert.Equal(1 << 20, Assert.Single(ExpectMsg<ResultBatch>(Long).Results).Payload.Length);
    }

    [Fact]
    public async Task A_port_that_is_taken_does_not_stop_the_node()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var (here, there) = (Node($"scalems.transfer.port = {((System.Net.IPEndPoint)taken.LocalEndpoint).Port}"), Node(""));
        var to = await ReceiverAsync(here, there);

        Assert.Null(await DirectConnections.Of(there).ConnectAsync(to.Path.Address, DirectLane.Bulk));
    }

    [Fact]
    public async Task What_a_broken_connection_has_lost_goes_another_way()
    {
        var (here, there) = (Node(""), Node(""));
        var to = await ReceiverAsync(here, there);
        var from = there.ActorOf(TransferPeer.Props(ActorRefs.Nobody, TransferOptions.Default));
        var connection = await DirectConnections.Of(there).ConnectAsync(to.Path.Address, DirectLane.Bulk);

        from.Tell(new TransferPeer.Send(to, new ResultBatch([.. Enumerable.Range(0, 20).Select(static n => Rows.Result(n, payload: new byte[4 << 20]))])));
        connection!.Close();

        var arrived = new HashSet<int>();
        while (arrived.Count < 20)
        {
            arrived.Add(Assert.Single(ExpectMsg<ResultBatch>(Long).Results).Key.Index);
        }

        await AwaitAssertAsync(() => Assert.NotNull(DirectConnections.Of(there).Find(to.Path.Address, DirectLane.Bulk)), Long);
    }

    [Fact]
    public async Task Without_a_certificate_nobody_uses_it()
    {
        var config = $"{_certificates.Hocon}\nscalems.tls.loopback = on";
        var (here, there) = (Node(config), Node(config));
        var to = await ReceiverAsync(here, there);
        var offer = await there.ActorSelection(new RootActorPath(to.Path.Address) / "system" / "scalems-direct").Ask<DirectOffer>(DirectRequest.Instance, Long);

        using var client = new TcpClient("127.0.0.1", offer.Port);
        await client.GetStream().WriteAsync(DirectFrame.Opening(offer.Secret));

        // The answer to what is no handshake is an alert, or none; then the end.
        var answer = new MemoryStream();
        await client.GetStream().CopyToAsync(answer).WaitAsync(Long);
        Assert.InRange(answer.Length, 0, 16);
    }

    protected override void AfterAll()
    {
        _nodes.ForEach(node => Shutdown(node));
        _certificates.Dispose();
        base.AfterAll();
    }

    private ActorSystem Node(string config)
    {
        var node = NodeConfig.CreateSystem(NodeConfig.ForClient(ConfigurationFactory.ParseString(Quiet + config)));
        _nodes.Add(node);
        return node;
    }

    /// <summary>An actor of a node that shows what arrives to the test, as another node knows it.</summary>
    private Task<IActorRef> ReceiverAsync(ActorSystem here, ActorSystem there, Func<BatchChunk, bool>? loses = null)
    {
        var receiver = here.ActorOf(TransferPeer.Props(TestActor, TransferOptions.Default, loses));
        return there.ActorSelection(receiver.Path.ToStringWithAddress(((ExtendedActorSystem)here).Provider.DefaultAddress)).ResolveOne(Long);
    }
}
