using System.Reflection;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Hosting.Health;
using ScaleMs.Actors.Hosting.Parts;

namespace ScaleMs.Actors.Hosting;

/// <summary>
/// Master, worker and client as parts of a host's own actor system:
/// <c>services.AddAkka("scalems", akka => akka.AddScaleMsWorker().AddScaleMsClient())</c>. Configuration that the builder was given
/// before counts as the user's: <c>scalems</c> and <c>akka</c> keys. Each part brings checks of liveness (tag <c>live</c>) and readiness
/// (tag <c>ready</c>), which <c>services.AddHealthChecks()</c> runs.
/// </summary>
public static class ScaleMsAkkaExtensions
{
    /// <summary>
    /// Adds a master: what <c>scalems seed</c> runs. The registry has it as <see cref="MasterKey"/>. When the master ends, the actor
    /// system does, and with it the host.
    /// </summary>
    /// <param name="builder">Of an actor system named <see cref="NodeConfig.SystemName"/>.</param>
    /// <param name="config">Configuration above what the builder has; null = nothing.</param>
    /// <exception cref="InvalidConfigurationException">The configuration cannot be used.</exception>
    public static AkkaConfigurationBuilder AddScaleMsMaster(this AkkaConfigurationBuilder builder, Config? config = null)
    {
        NodeSetup.Add(builder, config, NodeSetup.Role.Master);
        return builder
            .StartActors(static (system, registry, resolver) => MasterPart.Start(
                system, registry, resolver.GetService<ILoggerFactory>(), PartEnd.Of(system, resolver, "the master has ended")))
            .WithLiveness()
            .WithReadiness("scalems-master", new MasterReadiness());
    }

    /// <summary>
    /// Adds a worker: what <c>scalems worker</c> runs, for the master at <c>scalems.client.contact</c> or in the same actor system.
    /// Tasks run in this process, whatever <c>scalems.worker.isolation</c> says: only the <c>scalems</c> executable can be a process
    /// for them. When the worker has nothing more to do or the cluster has let it go, the actor system ends, and with it the host; its
    /// tasks then run elsewhere. <see cref="ScaleMsServices.AddScaleMsWorker(Microsoft.Extensions.DependencyInjection.IServiceCollection, Config)"/> outlives that.
    /// </summary>
    /// <param name="builder">Of an actor system named <see cref="NodeConfig.SystemName"/>.</param>
    /// <param name="config">Configuration above what the builder has; null = nothing.</param>
    /// <param name="modules">Assemblies of this program whose functions tasks may call, besides <c>scalems.worker.modules</c> and the base library.</param>
    /// <exception cref="InvalidConfigurationException">The configuration cannot be used.</exception>
    public static AkkaConfigurationBuilder AddScaleMsWorker(this AkkaConfigurationBuilder builder, Config? config = null, IEnumerable<Assembly>? modules = null)
    {
        NodeSetup.Add(builder, config, NodeSetup.Role.Worker);
        var state = new WorkerReadiness();
        return builder
            .StartActors((system, _, resolver) => WorkerPart.Start(system, modules, state.Watch, PartEnd.Of(system, resolver, "the worker ends")))
            .WithLiveness()
            .WithReadiness("scalems-worker", state);
    }

    /// <summary>
    /// Adds a client, which begins to look for the master when the host starts: at <c>scalems.client.contact</c>, or in the same actor
    /// system. <see cref="ClientExtensions.GetScaleMsClientAsync"/> gets it.
    /// </summary>
    /// <param name="builder">Of an actor system named <see cref="NodeConfig.SystemName"/>.</param>
    /// <param name="config">Configuration above what the builder has; null = nothing.</param>
    /// <exception cref="InvalidConfigurationException">The configuration cannot be used.</exception>
    public static AkkaConfigurationBuilder AddScaleMsClient(this AkkaConfigurationBuilder builder, Config? config = null)
    {
        NodeSetup.Add(builder, config, NodeSetup.Role.Client);
        return builder
            .StartActors(static (system, _) => ClientConnection.Of(system).Begin())
            .WithLiveness()
            .WithReadiness("scalems-client", new ClientReadiness());
    }

    private static AkkaConfigurationBuilder WithLiveness(this AkkaConfigurationBuilder builder) => builder.WithActorSystemLivenessCheck(tags: ["live"]);

    private static AkkaConfigurationBuilder WithReadiness(this AkkaConfigurationBuilder builder, string name, IAkkaHealthCheck check) =>
        builder.WithHealthCheck(name, check, HealthStatus.Unhealthy, ["ready"]);
}
