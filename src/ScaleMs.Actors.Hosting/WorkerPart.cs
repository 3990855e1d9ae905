using System.Reflection;
using Akka;
using Akka.Actor;
using ScaleMs.Actors.Hosting.Health;
using ScaleMs.Actors.Workers.Node;

namespace ScaleMs.Actors.Hosting;

/// <summary>A worker in a host's own actor system.</summary>
internal static class WorkerPart
{
    public static void Start(ActorSystem system, IEnumerable<Assembly>? modules, WorkerReadiness state, PartEnd end)
    {
        var setup = NodeSetup.Of(system);
        var settings = WorkerSettings.From(setup.Options);
        PoolRoom.Watch();
        var slots = WorkerSlots.Create(settings, null, modules);
        state.Watch(slots);
        var exit = new TaskCompletionSource<WorkerExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(WorkerNode.Props(settings, slots, setup.Locate(system), exit), "worker");
        if (!setup.Is(NodeSetup.Role.Master))
        {
            system.ActorOf(MasterMemberWatch.Props, "scalems-master-watch");
        }

        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "scalems-slots", () =>
        {
            slots.Dispose();
            return Task.FromResult(Done.Instance);
        });
        _ = EndAsync(exit.Task, slots, end);
    }

    private static async Task EndAsync(Task<WorkerExit> exit, WorkerSlots slots, PartEnd end)
    {
        if (await Task.WhenAny(exit, slots.CannotRun).ConfigureAwait(false) != exit)
        {
            end.Ended(1, await slots.CannotRun.ConfigureAwait(false));
            return;
        }

        var (code, reason) = await exit.ConfigureAwait(false);
        end.Ended(code, code == 0 ? null : reason);
    }
}
