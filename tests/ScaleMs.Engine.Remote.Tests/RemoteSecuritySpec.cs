using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Tests;

public sealed class RemoteSecuritySpec : RemoteSpec
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scalems-tls").FullName;

    [Fact]
    public void Systems_with_the_same_secret_talk()
    {
        var one = Start("one", extra: Secret("open sesame"));
        var two = Start("two", extra: Secret("open sesame"));
        AssertTalk(one, two);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public void Systems_with_different_secrets_do_not_and_both_say_why(string other)
    {
        var one = Start("one", extra: Secret("right"));
        var two = Start("two", extra: Secret(other));
        var oneLog = Probe(one);
        one.EventStream.Subscribe(oneLog.Ref, typeof(Warning));
        var twoLog = Probe(two);
        two.EventStream.Subscribe(twoLog.Ref, typeof(Warning));
        var probe = Probe(two);
        var target = RefFrom(one, probe.Ref, two);
        target.Tell("let me in");
        oneLog.FishForMessage<Warning>(IsAboutSecret, Patience);
        twoLog.FishForMessage<Warning>(IsAboutSecret, Patience);
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(300));

        static bool IsAboutSecret(Warning warning) => $"{warning.Message}".Contains("scalems.engine.remote.secret", StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_secret_makes_no_storm_of_attempts()
    {
        var (there, way) = StartBehindProxy("there", Secret("right"));
        var one = Start("one", extra: $$"""
            {{Secret("wrong")}}
            akka.remote.retry-gate-closed-for = 60s
            """);
        var letters = Probe(one);
        one.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var target = ((ExtendedActorSystem)one).Provider.ResolveActorRef($"{AddressOf(there)}/user/x");
        target.Tell("first");
        letters.ExpectMsg<DeadLetter>(Patience);
        for (var i = 0; i < 1000; i++)
        {
            target.Tell(i);
            letters.ExpectMsg<DeadLetter>(Patience);
        }

        Assert.Equal(1, way.Accepted);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\u0040\u0000\u0000\u0000\u0012\u003e\u0008\u0001and more")]
    public async Task A_stranger_is_shown_out_and_named(string opening)
    {
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log.Ref, typeof(Warning));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, PortOf(Sys));
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(opening));
        log.FishForMessage<Warning>(w => $"{w.Message}".Contains("ScaleMs.Engine/1", StringComparison.Ordinal), Patience);
        await ReadToEndAsync(stream);
    }

    [Fact]
    public async Task Bytes_without_end_before_the_greeting_are_cut_off()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, PortOf(Sys));
        var stream = client.GetStream();
        byte[] opening = [1, 16, .. "ScaleMs.Engine/1"u8, 0xFF, 0xFF, 0xFF, 0x7F, 16];
        await stream.WriteAsync(opening);
        await ReadToEndAsync(stream);
    }

    [Fact]
    public async Task Who_says_nothing_is_let_go()
    {
        var there = Start("there", extra: "akka.remote.handshake-timeout = 200ms");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, PortOf(there));
        await ReadToEndAsync(client.GetStream());
    }

    [Fact]
    public void Systems_with_the_same_certificate_talk_over_tls()
    {
        var tls = Tls(NewCertificate("nodes.example"));
        var one = Start("one", extra: tls);
        var two = Start("two", extra: tls);
        Assert.Equal("akka.ssl.tcp", AddressOf(one).Protocol);
        AssertTalk(one, two);
    }

    [Fact]
    public void A_certificate_that_nobody_vouches_for_is_not_let_in()
    {
        var one = Start("one", extra: Tls(NewCertificate("nodes.example")));
        var two = Start("two", extra: Tls(NewCertificate("nodes.example")));
        var letters = Probe(one);
        one.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var probe = Probe(two);
        RefFrom(one, probe.Ref, two).Tell("let me in");
        letters.ExpectMsg<DeadLetter>(Patience);
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void A_certificate_file_that_is_not_there_is_named()
    {
        var error = Assert.ThrowsAny<Exception>(() => Start("one", extra: Tls("/nowhere/node.pfx")));
        Assert.Contains("/nowhere/node.pfx", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("akka.remote.dot-netty.tcp.ssl.certificate.path", error.ToString(), StringComparison.Ordinal);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Secret(string secret) => $"scalems.engine.remote.secret = \"{secret}\"";

    private static string Tls(string certificate) => $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = true
          ssl.certificate { path = "{{certificate}}", password = "pw" }
        }
        """;

    private void AssertTalk(ActorSystem one, ActorSystem two)
    {
        var probe = Probe(one);
        RefFrom(one, two.ActorOf(Props.Create<Echo>()), two).Tell("hello", probe.Ref);
        probe.ExpectMsg("hello", Patience);
    }

    private string NewCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(_directory, $"{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "pw"));
        return path;
    }

    private static async Task ReadToEndAsync(NetworkStream stream)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, timeout.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }
}
