using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Configuration;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>The product's nodes as hosted services of any Generic Host.</summary>
public static class ScaleMsServices
{
    /// <summary>Adds a master: the node that <c>scalems seed</c> runs.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="config">Configuration with <c>scalems</c> and <c>akka</c> keys.</param>
    public static IServiceCollection AddScaleMsMaster(this IServiceCollection services, Config config)
    {
        services.TryAddSingleton<NodeExit>();
        services.AddSingleton(provider => new MasterService(
            config,
            provider.GetService<ActorSystemSetup>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<NodeExit>(),
            provider.GetRequiredService<ILogger<MasterService>>()));
        return services.AddHostedService(static provider => provider.GetRequiredService<MasterService>());
    }

    /// <summary>Adds a worker: the node that <c>scalems worker</c> runs. It looks for its master at <c>scalems.client.contact</c>.</summary>
    /// <inheritdoc cref="AddScaleMsMaster"/>
    public static IServiceCollection AddScaleMsWorker(this IServiceCollection services, Config config)
    {
        services.TryAddSingleton<NodeExit>();
        return services.AddHostedService(provider => new WorkerService(
            config,
            provider.GetService<ActorSystemSetup>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<NodeExit>()));
    }

    /// <summary>Adds a <see cref="ScaleMsClient"/>, connected when the host has started, to the master at <c>scalems.client.contact</c>.</summary>
    /// <inheritdoc cref="AddScaleMsMaster"/>
    public static IServiceCollection AddScaleMsClient(this IServiceCollection services, Config config) =>
        services.AddClient(setup => ScaleMsClient.ConnectAsync(config: config, setup: setup));

    /// <summary>Adds a <see cref="ScaleMsClient"/> with a master and a worker of its own in this process.</summary>
    /// <inheritdoc cref="AddScaleMsMaster"/>
    public static IServiceCollection AddEmbeddedScaleMs(this IServiceCollection services, Config config) =>
        services.AddClient(setup => EmbeddedScaleMs.StartAsync(config: config, setup: setup));

    /// <summary>As <see cref="AddEmbeddedScaleMs"/>, with processes for tasks where the configuration wants them.</summary>
    internal static IServiceCollection AddIsolatedEmbeddedScaleMs(this IServiceCollection services, Config config) =>
        services.AddClient(setup => EmbeddedScaleMs.StartAsync(SlotProcesses.Of(ScaleMsOptions.From(config)), null, null, config, setup));

    private static IServiceCollection AddClient(this IServiceCollection services, Func<ActorSystemSetup?, Task<ScaleMsClient>> open)
    {
        services.AddSingleton(provider => new ClientService(() => open(provider.GetService<ActorSystemSetup>())));
        services.AddHostedService(static provider => provider.GetRequiredService<ClientService>());
        return services.AddSingleton(static provider => provider.GetRequiredService<ClientService>().Client);
    }
}
