using System.Reflection;
using Akka.Actor;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Membership;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Isolation;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>A worker in an actor system that its caller owns. It ends when it is disposed of or its system terminates.</summary>
public sealed class AttachedWorker : IDisposable
{
    private readonly WorkerSlots _slots;

    private AttachedWorker(WorkerSlots slots, Task<WorkerExit> exit) => (_slots, Exit) = (slots, exit);

    /// <summary>Completed when the worker is released, refused, or finds no master in time.</summary>
    public Task<WorkerExit> Exit { get; }

    /// <summary>Completed when a slot can run tasks.</summary>
    public Task CanRun => _slots.CanRun;

    /// <summary>Completed, with the reason, when no slot can run anything, because their processes do not start.</summary>
    public Task<string> CannotRun => _slots.CannotRun;

    /// <summary>True while a master counts on this worker.</summary>
    public bool IsRegistered => _slots.IsRegistered;

    /// <summary>Starts the worker.</summary>
    /// <param name="system">Where its actors live.</param>
    /// <param name="locator">Finds its master.</param>
    /// <param name="options">As read from configuration.</param>
    /// <param name="slots">Tasks that run at one time; null = as configured.</param>
    /// <param name="command">Starts processes for tasks; null = tasks run in this process.</param>
    /// <param name="modules">Assemblies of this program whose functions tasks may call, besides <c>scalems.worker.modules</c> and the base library.</param>
    /// <param name="hasMaster">True when the master is in the same system, so that there are no members to watch.</param>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    public static AttachedWorker Start(
        ActorSystem system,
        MasterLocator locator,
        ScaleMsOptions options,
        int? slots = null,
        SlotCommand? command = null,
        IEnumerable<Assembly>? modules = null,
        bool hasMaster = false)
    {
        var settings = WorkerSettings.From(options, slots);
        var workerSlots = WorkerSlots.Create(settings, command, modules);
        return new AttachedWorker(workerSlots, Start(system, locator, settings, workerSlots, hasMaster).Task);
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Starts the actors of a worker whose slots may be older than its actor system.</summary>
    internal static TaskCompletionSource<WorkerExit> Start(ActorSystem system, MasterLocator locator, WorkerSettings settings, WorkerSlots slots, bool hasMaster)
    {
        var exit = new TaskCompletionSource<WorkerExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(WorkerNode.Props(settings, slots, locator, exit), "worker");
        if (!hasMaster && ClusterProvider.IsOf(system))
        {
            system.ActorOf(MasterMemberWatch.Props, "scalems-master-watch");
        }

        return exit;
    }
}
