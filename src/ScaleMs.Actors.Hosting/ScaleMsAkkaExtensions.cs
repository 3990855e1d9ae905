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
/// <c>services.AddAkka("scalems", akka => akka.AddScaleMsWorker().AddScaleMsClient())</c>. The builder's earlier configuration counts as
/// the user's: <c>scalems</c> and <c>akka</c> keys. Each part adds liveness (tag <c>live</c>) and readiness (tag <c>ready</c>) checks,
/// which <c>services.AddHealthChecks()</c> runs.
/// </summary>
public static class ScaleMsAkkaExtensions
{
    /// <summary>
    /// Adds a master, as run by <c>scalems seed</c>, registered as <see cref="MasterKey"/>. When the master ends, the actor system
    /// terminates, and with it the host.
    /// </summary>
    /// <param name="builder">Builder of an actor system named <see cref="NodeConfig.SystemName"/>.</param>
    /// <param name="config">Configuration that overrides the builder's; null = none.</param>
    /// <exception cref="InvalidConfigurationException">The configuration is invalid.</exception>
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
    /// Adds a worker, as run by <c>scalems worker</c>, for the master at <c>scalems.client.contact</c> or in the same actor system.
    /// Tasks run in this process, regardless of <c>scalems.worker.isolation</c>: only the <c>scalems</c> executable can provide processes
    /// for them. When the worker is released or the cluster removes it, the actor system terminates, and with it the host; its tasks then
    /// run elsewhere. <see cref="ScaleMsServices.AddScaleMsWorker(Microsoft.Extensions.DependencyInjection.IServiceCollection, Config)"/> survives removal.
    /// </summary>
    /// <param name="builder">Builder of an actor system named <see cref="NodeConfig.SystemName"/>.</param>
    /// <param name="config">Configuration that overrides the builder's; null = none.</param>
    /// <param name="modules">Assemblies of this program whose functions tasks may call, besides <c>scalems.worker.modules</c> and the base library.</param>
    /// <exception cref="InvalidConfigurationException">The configuration is invalid.</exception>
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
    /// Adds a client, which connects when the host starts: to the master at <c>scalems.client.contact</c>, or in the same actor
    /// system. <see cref="ClientExtensions.GetScaleMsClientAsync"/> returns it.
    /// </summary>
    /// <param name="builder">Builder of an actor system named <see cref="NodeConfig.SystemName"/>.</param>
    /// <param name="config">Configuration that overrides the builder's; null = none.</param>
    /// <exception cref="InvalidConfigurationException">The configuration is invalid.</exception>
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
