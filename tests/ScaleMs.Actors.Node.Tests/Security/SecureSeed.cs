using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Security;

/// <summary>A seed at a loopback address of its own, with or without TLS, and the peers that connect to it.</summary>
internal sealed class SecureSeed : IAsyncDisposable
{
    public const string Host = "127.0.0.2";

    private readonly TestDirectory _directory;

    private SecureSeed(TestDirectory directory, NodeProcess process, int port) => (_directory, Process, Port) = (directory, process, port);

    public NodeProcess Process { get; }

    public int Port { get; }

    public string Address => $"{Host}:{Port}";

    /// <summary>Starts a seed and waits until it is ready.</summary>
    public static async Task<SecureSeed> StartAsync(bool tls = true, params string[] more)
    {
        var directory = new TestDirectory();
        new CertificateDirectory(Certificates(directory), TimeProvider.System).Create(overwrite: false);
        var port = Ports.Free();
        var process = NodeProcess.StartWith(null, Home(directory), ["seed", "--port", $"{port}", "--set", $"akka.remote.dot-netty.tcp.hostname={Host}", .. Tls(tls), .. more]);
        await process.SaysAsync("is ready at");
        return new SecureSeed(directory, process, port);
    }

    /// <summary>A verb of a user who has the seed's certificates.</summary>
    public NodeProcess Friend(params string[] arguments) => Verb(_directory, arguments);

    /// <summary>A verb of a user who has other certificates.</summary>
    public static NodeProcess Verb(TestDirectory home, params string[] arguments) =>
        NodeProcess.StartWith(null, Home(home), [.. arguments, .. Tls(on: true), "--set", "scalems.client.connect-deadline=5s"]);

    public static string Certificates(TestDirectory home) => Path.Combine(home.Path, "scalems", "certs");

    /// <summary>The seed's own authority, with its private key.</summary>
    public X509Certificate2 Authority() => X509Certificate2.CreateFromPemFile(
        Path.Combine(Certificates(_directory), CertificateFiles.CaName), Path.Combine(Certificates(_directory), CertificateFiles.CaKeyName));

    /// <summary>Checks that a client with the seed's certificates is served.</summary>
    public async Task ServesAsync()
    {
        await using var friend = Friend("hello", "--seed", Address, "--set", "scalems.client.connect-deadline=30s");
        await friend.ExitsWithAsync(0);
    }

    /// <summary>Checks that one line reports the event, and that Akka.NET's own messages about it are suppressed.</summary>
    public async Task SaysOnceAsync(string text)
    {
        await Process.UntilAsync(() => Count(text) > 0);
        await ServesAsync();
        Assert.Equal(1, Count(text));
        IsCalm();
    }

    public int Count(string text) => Process.Errors.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    public void IsCalm()
    {
        string[] words = [" ERROR ", "   at ", "Exception", "troubleshooting"];
        Assert.DoesNotContain(Process.Errors.Split('\n'), line => words.Any(word => line.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>A bare connection.</summary>
    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Host, Port);
        return client;
    }

    /// <summary>Waits until the seed closes a connection.</summary>
    public static async Task EndsAsync(Stream stream)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Long);
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, deadline.Token) > 0)
            {
                // Data received before the close is ignored.
            }
        }
        catch (IOException)
        {
            // A reset also counts as closed.
        }
    }

    /// <summary>A TLS connection with or without a certificate; null = refused in the handshake.</summary>
    public async Task<SslStream?> HandshakeAsync(X509Certificate2? certificate)
    {
        var client = await ConnectAsync();
#pragma warning disable CA5359 // The test is about the seed's check, not the client's.
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, static (_, _, _, _) => true);
#pragma warning restore CA5359
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = Host,
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            });
            return stream;
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            return null;
        }
    }

    /// <summary>Its memory in bytes.</summary>
    public long Memory()
    {
        var line = File.ReadLines($"/proc/{Process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) << 10;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _directory.Dispose();
    }

    private static Dictionary<string, string> Home(TestDirectory directory) => new() { ["XDG_CONFIG_HOME"] = directory.Path };

    private static string[] Tls(bool on) => ["--set", $"scalems.tls.loopback={(on ? "on" : "off")}"];
}
