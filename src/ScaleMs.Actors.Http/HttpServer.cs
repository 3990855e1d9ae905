using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Http.Access;
using ScaleMs.Actors.Http.Api;
using ScaleMs.Actors.Http.Feed;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http;

/// <summary>
/// The status page and the HTTP API of a master, served by its own process. They use the master as any client does.
/// </summary>
public sealed class HttpServer : IAsyncDisposable
{
    private const int MostConnections = 512;

    private readonly WebApplication _application;
    private readonly ScaleMsClient _client;
    private readonly MasterFeed _feed;

    private HttpServer(WebApplication application, ScaleMsClient client, MasterFeed feed, AccessRules access)
    {
        (_application, _client, _feed) = (application, client, feed);
        (Address, Token) = (access.Address, access.Token);
    }

    /// <summary>URL of the page, without a slash at the end: <c>http://127.0.0.1:8787</c>.</summary>
    public string Address { get; }

    /// <summary>The secret that every request needs.</summary>
    public string Token { get; }

    /// <summary>URL to open in a browser, with the secret.</summary>
    public string AddressWithToken => $"{Address}/?token={Token}";

    /// <summary>Starts the server.</summary>
    /// <param name="system">The actor system that the master is in.</param>
    /// <param name="options">The process's options; <see cref="HttpOptions.Port"/> is not null.</param>
    /// <param name="token">The secret that requests need.</param>
    /// <param name="logs">Receives warnings.</param>
    /// <param name="cancellation">Gives up on starting.</param>
    /// <exception cref="InvalidConfigurationException">It listens beyond loopback, and there are no certificates; or it cannot listen there.</exception>
    public static async Task<HttpServer> StartAsync(ActorSystem system, ScaleMsOptions options, string token, ILoggerFactory logs, CancellationToken cancellation)
    {
        var (host, port) = (options.Http.Host, options.Http.Port!.Value);
        var isLocal = NodeProtection.IsLoopback(host);
        var certificate = isLocal ? null : NodeProtection.CertificateOf(options.Tls, host);
        var locator = MasterLocator.Local(system);
        var client = await ScaleMsClient.OpenAsync(system, locator, options, alsoDispose: null).WaitAsync(cancellation).ConfigureAwait(false);
        WebApplication? application = null;
        MasterFeed? feed = null;
        try
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "scalems" });
            builder.Services.AddSingleton(logs);
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, host, port, certificate));
            builder.Services.AddRoutingCore().AddApiDescription().ConfigureHttpJsonOptions(static json => ApiJson.Configure(json.SerializerOptions));
            application = builder.Build();
            var access = new AccessRules(token, host, certificate);
            feed = new MasterFeed(client, logs.CreateLogger<MasterFeed>());
            var sessions = new Sessions(() => ScaleMsClient.OpenAsync(system, locator, options, alsoDispose: null));
            application.Use(next => context => access.CheckAsync(context, next));
            application.Use(static next => context => ApiPaths.AnswerErrorsAsync(context, next));
            application.UseRouting();
            application.MapPage();
            application.MapApi(client, sessions, feed);
            await application.StartAsync(cancellation).ConfigureAwait(false);
            access.ListensAt(Port(application));
            feed.Start();
            return new HttpServer(application, client, feed, access);
        }
        catch (Exception error)
        {
            if (feed is not null)
            {
                await feed.DisposeAsync().ConfigureAwait(false);
            }

            if (application is not null)
            {
                await application.DisposeAsync().ConfigureAwait(false);
            }

            await client.DisposeAsync().ConfigureAwait(false);
            certificate?.Dispose();
            if (SocketErrors.In(error) is { } socket)
            {
                throw new InvalidConfigurationException(
                    $"the page cannot listen on {host}:{port}: {(socket.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use; choose another one with scalems.http.port, 0 for a free one" : socket.Message)}",
                    error);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // First the feed, whose streams would otherwise keep their requests open.
        await _feed.DisposeAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _client.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions kestrel, string host, int port, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = RequestLimits.JsonBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) && port != 0)
        {
            kestrel.ListenLocalhost(port);
        }
        else if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, port, Secure);
        }
        else if (NodeProtection.IsLoopback(host))
        {
            kestrel.Listen(IPAddress.Loopback, port, Secure);
        }
        else
        {
            kestrel.Listen(IPAddress.Any, port, Secure);
        }

        void Secure(ListenOptions listen)
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }
    }

    private static int Port(WebApplication application) =>
        new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
