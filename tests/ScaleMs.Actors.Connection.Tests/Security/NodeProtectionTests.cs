using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection.Tests.Security;

public sealed class NodeProtectionTests : IDisposable
{
    private const string Beyond = "akka.remote.dot-netty.tcp.hostname = 10.0.0.1\n";
    private const string Quiet = "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("::1", "::1")]
    public void Loopback_is_open_unless_it_is_closed(string host, string spelled)
    {
        var hostname = $"akka.remote.dot-netty.tcp.hostname = \"{host}\"\n";

        Assert.Equal($"akka.tcp://scalems@{spelled}:4053", SeedOf(NodeConfig.ForSeed(Parse(hostname))));
        Assert.Equal($"akka.ssl.tcp://scalems@{spelled}:4053", SeedOf(NodeConfig.ForSeed(Parse(hostname + _certificates.Hocon + "\nscalems.tls.loopback = on"))));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("node7")]
    [InlineData("")]
    public void Beyond_loopback_every_role_needs_certificates_and_uses_TLS(string host)
    {
        var config = Parse($"akka.remote.dot-netty.tcp.hostname = \"{host}\"\n" + _certificates.Hocon);

        foreach (var node in new[] { NodeConfig.ForSeed(config), NodeConfig.ForWorker(config, ["10.0.0.1:4053"]), NodeConfig.ForClient(config) })
        {
            Assert.True(node.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));
        }

        Assert.Equal("akka.ssl.tcp://scalems@10.0.0.1:4053", SeedOf(NodeConfig.ForWorker(config, ["10.0.0.1:4053"])));
    }

    [Fact]
    public void A_start_beyond_loopback_without_certificates_names_the_command_that_makes_them()
    {
        // Those of this machine's user, if there are any, are of no interest here.
        var missing = _certificates.Hocon.Replace("tls.", "absent.", StringComparison.Ordinal).Replace("scalems.absent.", "scalems.tls.", StringComparison.Ordinal);

        Assert.Contains("absent.crt: it cannot be read", Refusal(Beyond + missing), StringComparison.Ordinal);
        if (CertificateFiles.Of(new TlsOptions("", "", "", "", false)) is null)
        {
            var error = Refusal(Beyond);
            Assert.StartsWith("akka.remote.dot-netty.tcp.hostname = '10.0.0.1' is reachable from other machines", error, StringComparison.Ordinal);
            Assert.Contains("'scalems certs create'", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.enable-ssl = on")]
    [InlineData("akka.remote.dot-netty.tcp.enable-ssl = off")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.suppress-validation = on")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.certificate.path = a.pfx")]
    [InlineData("akka.remote.helios.tcp.hostname = 0.0.0.0")]
    public void Keys_of_TLS_that_are_set_by_hand_do_not_count(string key)
    {
        foreach (var config in new[] { key, Beyond + key, Beyond + _certificates.Hocon + "\n" + key })
        {
            Assert.Contains("is set by hand; TLS between nodes is configured only by scalems.tls", Refusal(config), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_transport_that_scalems_tls_does_not_protect_is_refused() =>
        Assert.StartsWith("akka.remote.enabled-transports: ", Refusal("akka.remote.enabled-transports = [\"akka.remote.mine\"]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("certificate", "scalems.tls.ca is empty")]
    [InlineData("ca", "scalems.tls.certificate is empty")]
    public void Half_of_the_certificates_is_not_enough(string only, string error) =>
        Assert.StartsWith(error, Refusal($"{Beyond}scalems.tls.{only} = \"{_certificates.Ca}\""), StringComparison.Ordinal);

    [Fact]
    public void A_password_is_not_shown() =>
        Assert.DoesNotContain("geheim", new TlsOptions("a", "b", "c", "geheim", true).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_system_that_came_up_without_TLS_although_it_should_have_it_is_ended()
    {
        var node = NodeConfig.ForClient(Parse(Quiet + Beyond.Replace("10.0.0.1", "0.0.0.0", StringComparison.Ordinal) + _certificates.Hocon));
        var system = ActorSystem.Create("scalems", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(Parse("akka.remote.dot-netty.tcp.enable-ssl = off").WithFallback(node))));

        var error = Assert.Throws<InvalidConfigurationException>(() => NodeProtection.Confirm(system));

        Assert.Contains("is not protected by TLS", error.Message, StringComparison.Ordinal);
        await system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Two_nodes_with_certificates_of_one_authority_talk_and_a_third_with_another_one_is_not_heard()
    {
        using var others = new TestCertificates();
        var server = Node(_certificates);
        var friend = Node(_certificates);
        var stranger = Node(others);
        try
        {
            server.ActorOf(Props.Create<Echo>(), "echo");
            var address = ((ExtendedActorSystem)server).Provider.DefaultAddress;
            Assert.Equal("akka.ssl.tcp", address.Protocol);

            Assert.Equal("hello", await friend.ActorSelection($"{address}/user/echo").Ask<string>("hello", TimeSpan.FromSeconds(30)));
            await Assert.ThrowsAnyAsync<Exception>(() => stranger.ActorSelection($"{address}/user/echo").Ask<string>("hello", TimeSpan.FromSeconds(2)));
            Assert.Equal("hello", await friend.ActorSelection($"{address}/user/echo").Ask<string>("hello", TimeSpan.FromSeconds(30)));
        }
        finally
        {
            await Task.WhenAll(server.Terminate(), friend.Terminate(), stranger.Terminate());
        }
    }

    [Fact]
    public async Task A_node_outlives_a_peer_that_does_not_speak_TLS_and_one_that_hangs_up()
    {
        var node = Node(_certificates);
        var friend = Node(_certificates);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            friend.ActorOf(Props.Create<Echo>(), "echo");
            node.ActorSelection($"akka.ssl.tcp://scalems@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/user/gone").Tell("are you there?");
            using (var first = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(30)))
            {
                await first.GetStream().WriteAsync("220 mail.example.org ESMTP\r\n"u8.ToArray());
            }

            var failures = HandshakeFailures.Of(node);
            Assert.True(SpinWait.SpinUntil(() => failures.Last is not null, TimeSpan.FromSeconds(30)));
            Assert.Equal("hello", await node.ActorSelection($"{((ExtendedActorSystem)friend).Provider.DefaultAddress}/user/echo").Ask<string>("hello", TimeSpan.FromSeconds(30)));
            Assert.Null(CoordinatedShutdown.Get(node).ShutdownReason);
        }
        finally
        {
            await Task.WhenAll(node.Terminate(), friend.Terminate());
        }
    }

    private static ActorSystem Node(TestCertificates certificates) =>
        NodeConfig.CreateSystem(NodeConfig.ForClient(Parse($"{Quiet}{certificates.Hocon}\nscalems.tls.loopback = on")));

    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    private static string SeedOf(Config node) => Assert.Single(node.GetStringList("akka.cluster.seed-nodes"));

    private static string Refusal(string hocon) => Assert.Throws<InvalidConfigurationException>(() => NodeConfig.ForClient(Parse(hocon))).Message;

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
