using System.Reflection;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Embedded;

/// <summary>
/// Master, worker and client in one actor system of this process: no port, nothing to start. Tasks run in this process too, whatever
/// <c>scalems.worker.isolation</c> says: only the <c>scalems</c> executable can be a process for them.
/// </summary>
public static class EmbeddedScaleMs
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Starts them and connects. Disposing the client ends them all.</summary>
    /// <param name="slots">Tasks that run at one time; null = as configured, by default one for each core.</param>
    /// <param name="modules">Assemblies of this program whose functions tasks may call, besides <c>scalems.worker.modules</c> and the base library.</param>
    /// <param name="config">Configuration with <c>scalems</c> and <c>akka</c> keys; null = the defaults.</param>
    /// <param name="setup">More for the actor system, such as where its logs go.</param>
    /// <param name="slotCommand">Starts processes for tasks, as the <c>scalems</c> executable can; null = tasks run in this process.</param>
    /// <exception cref="InvalidConfigurationException">The configuration cannot be used.</exception>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    public static async Task<ScaleMsClient> StartAsync(
        int? slots = null, IEnumerable<Assembly>? modules = null, Config? config = null, ActorSystemSetup? setup = null, SlotCommand? slotCommand = null)
    {
        config ??= Config.Empty;
        var options = ScaleMsOptions.From(config);
        var worker = AttachedWorker.Create(options, slots, slotCommand, modules);
        var system = await NodeConfig.CreateSystemAsync(NodeConfig.ForEmbedded(config), setup).ConfigureAwait(false);
        var master = MasterNode.Start(system, options);
        var locator = MasterLocator.Local(system);
        _ = worker.Start(system, locator, hasMaster: true);
        var client = await ScaleMsClient.OpenAsync(
            system,
            locator,
            options,
            async () =>
            {
                // The master first: it need not hear that its worker is lost.
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
}
