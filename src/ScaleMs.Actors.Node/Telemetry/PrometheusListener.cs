using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Node.Telemetry;

/// <summary>
/// Serves the metrics to a Prometheus on this machine. It is apart from the status page because Prometheus does not know that page's token, so it
/// listens on loopback only.
/// </summary>
internal sealed class PrometheusListener : IAsyncDisposable
{
    private const string Path = "/metrics";

    // A scrape a few times a minute, and a look by hand.
    private const int MostConnections = 16;

    private readonly WebApplication _application;

    private PrometheusListener(WebApplication application) => _application = application;

    /// <summary>The URL to scrape.</summary>
    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + Path;

    /// <summary>Starts to listen.</summary>
    /// <param name="metrics">What is served.</param>
    /// <param name="port">0 = a free one.</param>
    /// <param name="logs">Receives warnings.</param>
    /// <param name="cancellation">Gives up on starting.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task<PrometheusListener> StartAsync(MeterProvider metrics, int port, ILoggerFactory logs, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "scalems" });
        builder.Services.AddSingleton(logs);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var application = builder.Build();
        try
        {
            application.Use(static next => context =>
            {
                // A name of elsewhere that leads here is a web page that tries to read from this machine.
                if (NodeProtection.IsLoopback(context.Request.Host.Host))
                {
                    return next(context);
                }

                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            });
            application.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, predicate: null, Path, configureBranchedPipeline: null, optionsName: null);
            await application.StartAsync(cancellation).ConfigureAwait(false);
            return new PrometheusListener(application);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
