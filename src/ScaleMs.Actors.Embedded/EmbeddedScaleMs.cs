using System.Reflection;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Embedded;

/// <summary>
/// Master, worker and client in one actor system of this process, without a port. Tasks run in this process too, regardless of
/// <c>scalems.worker.isolation</c>: only the <c>scalems</c> executable can provide processes for them.
/// </summary>
public static class EmbeddedScaleMs
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Starts master and worker, and connects. Disposing the client stops all of them.</summary>
    /// <param name="slots">Number of tasks run at the same time; null = as configured, by default one per core.</param>
    /// <param name="modules">Assemblies of this program whose functions tasks may call, besides <c>scalems.worker.modules</c> and the base library.</param>
    /// <param name="config">Configuration with <c>scalems</c> and <c>akka</c> keys; null = the defaults.</param>
    /// <param name="setup">Additional setup of the actor system, such as its logger.</param>
    /// <param name="slotCommand">Starts processes for tasks, as the <c>scalems</c> executable can; null = tasks run in this process.</param>
    /// <exception cref="InvalidConfigurationException">The configuration is invalid.</exception>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    /// <exception cref="SoftwareCompatibilityException">A module is missing or too old.</exception>
    public static async Task<ScaleMsClient> StartAsync(
        int? slots = null, IEnumerable<Assembly>? modules = null, Config? config = null, ActorSystemSetup? setup = null, SlotCommand? slotCommand = null)
    {
        config ??= Config.Empty;
        var options = ScaleMsOptions.From(config);
        ConfiguredConverters.AddLoadable(options.Converters);
        var worker = AttachedWorker.Create(options, slots, slotCommand, modules);
        ActorSystem system;
        IActorRef master;
        try
        {
            (system, master) = await StartMasterAsync(config, options, setup).ConfigureAwait(false);
        }
        catch
        {
            // Its slots have started already, so that their processes load while the actor system starts.
            worker.Dispose();
            throw;
        }

        var locator = MasterLocator.Local(system);
        _ = worker.Start(system, locator, hasMaster: true);
        var client = await ScaleMsClient.OpenAsync(
            system,
            locator,
            options,
            async () =>
            {
                // The master first, so that it does not see its worker as lost.
                await master.GracefulStop(StopDeadline).ConfigureAwait(false);
                worker.Dispose();
                await system.Terminate().ConfigureAwait(false);
            }).ConfigureAwait(false);
        if (await Task.WhenAny(worker.CanRun, worker.CannotRun).ConfigureAwait(false) != worker.CannotRun)
        {
            return client;
        }

        await client.DisposeAsync().ConfigureAwait(false);
        throw new ModuleException($"tasks cannot run: {await worker.CannotRun.ConfigureAwait(false)}");
    }

    private static async Task<(ActorSystem System, IActorRef Master)> StartMasterAsync(Config config, ScaleMsOptions options, ActorSystemSetup? setup)
    {
        var system = await NodeConfig.CreateSystemAsync(NodeConfig.ForEmbedded(config), setup).ConfigureAwait(false);
        try
        {
            return (system, MasterNode.Start(system, options));
        }
        catch
        {
            await system.Terminate().ConfigureAwait(false);
            throw;
        }
    }
}
