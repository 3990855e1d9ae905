using System.Reflection;
using Akka.Actor;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Membership;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// A worker in an actor system that its caller owns. Its slots live until it is disposed, and may be started in one actor system
/// after another.
/// </summary>
public sealed class AttachedWorker : IDisposable
{
    private readonly WorkerSettings _settings;
    private readonly WorkerSlots _slots;

    private AttachedWorker(WorkerSettings settings, WorkerSlots slots) => (_settings, _slots) = (settings, slots);

    /// <summary>Completed when a slot can run tasks.</summary>
    public Task CanRun => _slots.CanRun;

    /// <summary>Completed, with the reason, when no slot can run tasks because their processes do not start.</summary>
    public Task<string> CannotRun => _slots.CannotRun;

    /// <summary>True while a master has this worker registered.</summary>
    public bool IsRegistered => _slots.IsRegistered;

    /// <summary>True once a master has registered this worker, from any of its actor systems.</summary>
    internal bool EverRegistered => _slots.EverRegistered;

    /// <summary>Creates the worker's slots and starts them.</summary>
    /// <param name="options">As read from configuration.</param>
    /// <param name="slots">Number of tasks that run at a time; null = as configured.</param>
    /// <param name="command">Starts processes for tasks; null = tasks run in this process.</param>
    /// <param name="modules">Assemblies of this program whose functions tasks may call, besides <c>scalems.worker.modules</c> and the base library.</param>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    /// <exception cref="SoftwareCompatibilityException">A module is missing or too old.</exception>
    /// <exception cref="InvalidConfigurationException">What is configured does not fit the worker's modules.</exception>
    public static AttachedWorker Create(ScaleMsOptions options, int? slots = null, SlotCommand? command = null, IEnumerable<Assembly>? modules = null)
    {
        var settings = WorkerSettings.From(options, slots);
        var worker = new AttachedWorker(settings, WorkerSlots.Create(settings, command, modules));
        worker._slots.Start();
        return worker;
    }

    /// <summary>Starts the worker's actors.</summary>
    /// <param name="system">The actors' system.</param>
    /// <param name="locator">Finds the master.</param>
    /// <param name="hasMaster">True when the master is in the same system, so there are no cluster members to watch.</param>
    /// <returns>Completed when the worker is released, refused, or finds no master in time.</returns>
    public Task<WorkerExit> Start(ActorSystem system, MasterLocator locator, bool hasMaster = false) => Begin(system, locator, hasMaster).Task;

    public void Dispose() => _slots.Dispose();

    /// <summary>Like <see cref="Start"/>, for a caller that may end the worker for its own reasons.</summary>
    internal TaskCompletionSource<WorkerExit> Begin(ActorSystem system, MasterLocator locator, bool hasMaster = false)
    {
        var exit = new TaskCompletionSource<WorkerExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(WorkerNode.Props(_settings, _slots, locator, exit), "worker");
        if (!hasMaster && ClusterProvider.IsOf(system))
        {
            system.ActorOf(MasterMemberWatch.Props, "scalems-master-watch");
        }

        return exit;
    }
}
