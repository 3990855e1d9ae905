using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Embedded;
using ScaleMs.Actors.Hosting;
using ScaleMs.Actors.Hosting.Logging;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.Telemetry;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Services of the verbs' hosts.</summary>
internal static class NodeServices
{
    /// <summary>A master.</summary>
    public static void AddSeed(this IServiceCollection services, Config config)
    {
        services.AddTelemetry(config, "seed");
        services.AddAkka<SeedService>(NodeConfig.SystemName, (akka, _) => akka.AddScaleMsMaster(config));
        services.AddPage(config, static async (provider, stop) =>
        {
            _ = await provider.GetRequiredService<IRequiredActor<MasterKey>>().GetAsync(stop);
            return provider.GetRequiredService<ActorSystem>();
        });
    }

    /// <summary>A worker, with processes for tasks if configured.</summary>
    public static void AddWorker(this IServiceCollection services, Config config)
    {
        services.AddTelemetry(config, "worker");
        services.AddScaleMsWorker(config, SlotProcesses.Of(ScaleMsOptions.From(config)));
    }

    /// <summary>A client of a master elsewhere.</summary>
    public static void AddClient(this IServiceCollection services, Config config) =>
        services.AddClient(config, static (config, setup) => ScaleMsClient.ConnectAsync(config: config, setup: setup, onUnreachable: ConnectionNotice.NotYet));

    private static void AddEmbedded(this IServiceCollection services, Config config) =>
        services.AddClient(config, static (config, setup) => EmbeddedScaleMs.StartAsync(config: config, setup: setup, slotCommand: SlotProcesses.Of(ScaleMsOptions.From(config))));

    /// <summary>A client with master and worker of its own, and a page unless it is off.</summary>
    public static void AddEmbeddedWithPage(this IServiceCollection services, Config config)
    {
        services.AddTelemetry(config, "run");
        services.AddEmbedded(config);
        services.AddPage(config, static (provider, _) => Task.FromResult(provider.GetRequiredService<ScaleMsClient>().System));
    }

    /// <summary>
    /// First of all services, so that it is the last to end. The types of OpenTelemetry are behind <see cref="TelemetryService"/>: their assemblies are
    /// loaded only when something is exported.
    /// </summary>
    private static void AddTelemetry(this IServiceCollection services, Config config, string role)
    {
        var options = ScaleMsOptions.From(config).Telemetry;
        if (options.IsOn)
        {
            services.AddHostedService(provider => new TelemetryService(options, role, provider.GetRequiredService<ILoggerFactory>()));
        }
    }

    private static void AddPage(this IServiceCollection services, Config config, Func<IServiceProvider, CancellationToken, Task<ActorSystem>> system)
    {
        var options = ScaleMsOptions.From(config);
        if (options.Http.Port is not null)
        {
            services.AddHostedService(provider => new PageService(stop => system(provider, stop), options, provider.GetRequiredService<ILoggerFactory>()));
        }
    }

    private static void AddClient(this IServiceCollection services, Config config, Func<Config, ActorSystemSetup, Task<ScaleMsClient>> open)
    {
        config = LoggerActor.In(config);
        services.AddSingleton(provider => new ClientService(() => open(config, LoggerActor.SetupFor(provider.GetRequiredService<ILoggerFactory>()))));
        services.AddHostedService(static provider => provider.GetRequiredService<ClientService>());
        services.AddSingleton(static provider => provider.GetRequiredService<ClientService>().Client);
    }
}
