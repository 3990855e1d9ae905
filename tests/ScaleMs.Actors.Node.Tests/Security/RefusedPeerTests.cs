using System.Net.Sockets;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Security;

/// <summary>A seed with TLS refuses peers, logs one line for each, and keeps serving others.</summary>
public sealed class RefusedPeerTests
{
    [Fact]
    public async Task A_node_with_certificates_of_another_authority_is_refused()
    {
        await using var seed = await SecureSeed.StartAsync();
        using var home = new TestDirectory();
        new CertificateDirectory(SecureSeed.Certificates(home), TimeProvider.System).Create(overwrite: false);

        await using var client = SecureSeed.Verb(home, "hello", "--seed", seed.Address);
        await using var worker = SecureSeed.Verb(home, "worker", "--slots", "1", "--seed", seed.Address);
        foreach (var stranger in new[] { client, worker })
        {
            await stranger.ExitsWithAsync(1);
            Assert.Contains("scalems: ", stranger.Errors, StringComparison.Ordinal);
            Assert.Contains($"no TLS connection with {seed.Address}: ", stranger.Errors, StringComparison.Ordinal);
            Assert.False(stranger.Errors.Contains("   at ", StringComparison.Ordinal), stranger.Errors);
        }

        await seed.ServesAsync();
        seed.IsCalm();
    }

    [Fact]
    public async Task A_peer_that_believes_everybody_and_has_a_certificate_of_another_authority_is_refused()
    {
        await using var seed = await SecureSeed.StartAsync();
        var maker = new CertificateMaker(TimeProvider.System);
        using var authority = maker.Authority("somebody else");
        using var certificate = maker.Node(authority);

        await RefusedAsync(seed, certificate);

        await seed.SaysOnceAsync("is refused for its certificate: it was issued by 'CN=somebody else', not by the authority");
    }

    [Fact]
    public async Task A_peer_with_an_expired_certificate_is_refused()
    {
        await using var seed = await SecureSeed.StartAsync();
        using var authority = seed.Authority();
        using var certificate = new CertificateMaker(TimeProvider.System).Node(authority, DateTimeOffset.UtcNow.AddMinutes(-1));

        await RefusedAsync(seed, certificate);

        await seed.SaysOnceAsync("is refused for its certificate: 'CN=scalems node' expired on");
    }

    [Fact]
    public async Task A_peer_without_a_certificate_is_refused()
    {
        await using var seed = await SecureSeed.StartAsync();

        await RefusedAsync(seed, null);

        await seed.SaysOnceAsync("is refused for its certificate: it has none");
    }

    [Fact]
    public async Task A_node_without_TLS_is_refused_by_one_with_it()
    {
        await using var seed = await SecureSeed.StartAsync();

        await using var plain = NodeProcess.Start("hello", "--seed", seed.Address, "--set", "scalems.client.connect-deadline=3s");
        await plain.ExitsWithAsync(1);

        Assert.Contains("no master answered", plain.Errors, StringComparison.Ordinal);
        Assert.True(seed.Count("is refused: it does not speak TLS") >= 1, seed.Process.Errors);
        await seed.ServesAsync();
        seed.IsCalm();
    }

    [Fact]
    public async Task A_node_with_TLS_is_refused_by_one_without_it()
    {
        await using var seed = await SecureSeed.StartAsync(tls: false);

        await using var client = seed.Friend("hello", "--seed", seed.Address);
        await client.ExitsWithAsync(1);

        Assert.Contains("no master answered", client.Errors, StringComparison.Ordinal);
        Assert.Contains("this node uses TLS (scalems.tls)", client.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", client.Errors, StringComparison.Ordinal);
        await using var plain = NodeProcess.Start("hello", "--seed", seed.Address);
        await plain.ExitsWithAsync(0);
        seed.IsCalm();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Garbage_is_refused_and_the_connection_ended(bool tls)
    {
        await using var seed = await SecureSeed.StartAsync(tls);
        using var client = await seed.ConnectAsync();
        var garbage = new byte[10_000];
        Random.Shared.NextBytes(garbage.AsSpan());
        garbage[3] = 0x7f;

        await client.GetStream().WriteAsync(garbage);
        await SecureSeed.EndsAsync(client.GetStream());

        await seed.Process.UntilAsync(() => seed.Count("is refused: ") == 1);
        await using var good = tls ? seed.Friend("hello", "--seed", seed.Address) : NodeProcess.Start("hello", "--seed", seed.Address);
        await good.ExitsWithAsync(0);
        seed.IsCalm();
    }

    [Fact]
    public async Task A_frame_of_a_length_that_is_not_allowed_ends_the_connection_of_a_peer_with_a_good_certificate_too()
    {
        await using var seed = await SecureSeed.StartAsync();
        using var authority = seed.Authority();
        using var certificate = new CertificateMaker(TimeProvider.System).Node(authority);
        await using var stream = await seed.HandshakeAsync(certificate);
        Assert.NotNull(stream);

        // Little-endian, as in Akka.Remote: close to 2 GiB.
        await stream.WriteAsync(new byte[] { 0xff, 0xff, 0xff, 0x7f, 1, 2, 3, 4 });
        await SecureSeed.EndsAsync(stream);

        await seed.SaysOnceAsync("is refused: it sent a frame of 2147483651 bytes; the maximum is 4194304");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flood_of_connections_that_say_nothing_disturbs_nobody_and_is_ended(bool tls)
    {
        await using var seed = await SecureSeed.StartAsync(tls);
        var first = await FloodAsync(seed, tls);
        var second = await FloodAsync(seed, tls);

        Assert.True(second - first < 64 << 20, $"{first >> 20} MiB after one flood, {second >> 20} MiB after two");
        seed.IsCalm();
    }

    [Fact]
    public async Task Memory_is_flat_however_often_peers_are_refused()
    {
        await using var seed = await SecureSeed.StartAsync();
        var maker = new CertificateMaker(TimeProvider.System);
        using var authority = maker.Authority("somebody else");
        using var certificate = maker.Node(authority);
        await RefusedManyTimesAsync(100);
        var before = seed.Memory();

        await RefusedManyTimesAsync(200);

        await seed.ServesAsync();
        var after = seed.Memory();
        Assert.True(after - before < 64 << 20, $"{before >> 20} MiB before, {after >> 20} MiB after");

        async Task RefusedManyTimesAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await RefusedAsync(seed, i % 2 == 0 ? certificate : null);
            }
        }
    }

    /// <summary>Opens a large number of connections, checks that a good client is served, and waits until the seed has closed them all.</summary>
    private static async Task<long> FloodAsync(SecureSeed seed, bool tls)
    {
        var clients = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                clients.Add(await seed.ConnectAsync());
            }

            await using var good = tls ? seed.Friend("hello", "--seed", seed.Address) : NodeProcess.Start("hello", "--seed", seed.Address);
            await good.ExitsWithAsync(0);
            await Task.WhenAll(clients.Select(static client => SecureSeed.EndsAsync(client.GetStream())));
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }

        return seed.Memory();
    }

    private static async Task RefusedAsync(SecureSeed seed, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate)
    {
        // With TLS 1.2 the refusal arrives during the handshake, or with the first read.
        await using var stream = await seed.HandshakeAsync(certificate);
        if (stream is not null)
        {
            await SecureSeed.EndsAsync(stream);
        }
    }
}
