using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Hosting.Logging;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Hosting;

/// <summary>A worker as a hosted service of any Generic Host, without an actor system of the host's own.</summary>
public static class ScaleMsServices
{
    /// <summary>
    /// Adds a worker for the master at <c>scalems.client.contact</c>. An actor system removed by the cluster cannot join again, so the worker
    /// then creates a new one, while its tasks keep running. When the worker is released, the host stops. Tasks run in this process.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="config">Configuration with <c>scalems</c> and <c>akka</c> keys.</param>
    public static IServiceCollection AddScaleMsWorker(this IServiceCollection services, Config config) => services.AddScaleMsWorker(config, slotCommand: null);

    /// <summary>As the public overload, with processes for tasks, started by the command; null = tasks run in this process.</summary>
    public static IServiceCollection AddScaleMsWorker(this IServiceCollection services, Config config, SlotCommand? slotCommand) =>
        services.AddHostedService(provider =>
        {
            var factory = provider.GetRequiredService<ILoggerFactory>();
            return new WorkerService(
                LoggerActor.In(config),
                LoggerActor.SetupFor(factory),
                slotCommand,
                provider.GetRequiredService<IHostApplicationLifetime>(),
                provider.GetService<NodeExit>(),
                factory.CreateLogger<WorkerService>());
        });
}
