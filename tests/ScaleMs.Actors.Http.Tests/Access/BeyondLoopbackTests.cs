using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Http.Tests.Access;

/// <summary>A page that other machines can reach.</summary>
public sealed class BeyondLoopbackTests(Served served) : IClassFixture<Served>
{
    private static readonly string Machine = Environment.MachineName;

    [Fact]
    public async Task Without_certificates_there_is_no_page()
    {
        using var directory = new TestDirectory();

        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(() => StartAsync($"ca = \"{directory.File(CertificateFiles.CaName)}\""));

        Assert.Contains("scalems.tls", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_served_with_the_nodes_certificate_to_who_has_the_token()
    {
        using var directory = new TestDirectory();
        await using var server = await StartAsync(Certificates(directory));
        using var http = Trusting(directory, server);

        Assert.StartsWith($"https://{Machine}:", server.Address, StringComparison.Ordinal);
        using var refused = await http.GetAsync("/api/v1/status");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var opened = await http.GetAsync($"/?token={server.Token}");
        Assert.Contains("; secure", Assert.Single(opened.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var status = await http.GetAsync("/api/v1/status");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.0.2.1", HttpStatusCode.Forbidden)]
    public async Task It_answers_to_its_own_names_only(string name, HttpStatusCode expected)
    {
        using var directory = new TestDirectory();
        await using var server = await StartAsync(Certificates(directory));
        using var http = Trusting(directory, server);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Host = $"{name}:{new Uri(server.Address).Port}";

        using var response = await http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task It_is_not_served_without_TLS()
    {
        using var directory = new TestDirectory();
        await using var server = await StartAsync(Certificates(directory));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(server.Address).Port}"), Timeout = Served.Long };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/api/v1/status"));
    }

    private Task<HttpServer> StartAsync(string tls)
    {
        var config = ConfigurationFactory.ParseString($"scalems {{ http {{ port = 0, host = \"0.0.0.0\" }}\n tls {{ {tls} }} }}");
        return HttpServer.StartAsync(served.Client.System, ScaleMsOptions.From(config), ContactFile.NewToken(), NullLoggerFactory.Instance, CancellationToken.None);
    }

    /// <summary>Makes certificates, and returns the settings that name them.</summary>
    private static string Certificates(TestDirectory directory)
    {
        new CertificateDirectory(directory.Path, TimeProvider.System).Create(overwrite: false);
        return $"ca = \"{directory.File(CertificateFiles.CaName)}\", certificate = \"{directory.File(CertificateFiles.CertificateName)}\", key = \"{directory.File(CertificateFiles.KeyName)}\"";
    }

    /// <summary>A client that trusts the directory's authority only, and reaches the machine by loopback. It makes its own TLS, so that requests may name any host.</summary>
    private static HttpClient Trusting(TestDirectory directory, HttpServer server)
    {
        var port = new Uri(server.Address).Port;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectCallback = ConnectAsync };
        return new HttpClient(handler) { BaseAddress = new Uri($"http://{Machine}:{port}"), Timeout = Served.Long };

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trusted.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(directory.File(CertificateFiles.CaName)));
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Machine, CertificateChainPolicy = trusted }, cancellation);
            return secure;
        }
    }
}
