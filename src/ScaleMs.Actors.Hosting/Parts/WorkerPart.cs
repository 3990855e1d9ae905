using System.Reflection;
using Akka;
using Akka.Actor;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>A worker in a host's own actor system.</summary>
internal static class WorkerPart
{
    public static void Start(ActorSystem system, IEnumerable<Assembly>? modules, Action<AttachedWorker> started, PartEnd end)
    {
        var setup = NodeSetup.Of(system);
        PoolRoom.Watch();
        var worker = AttachedWorker.Create(setup.Options, modules: modules);
        var exit = worker.Start(system, setup.Locate(system), hasMaster: setup.Is(NodeSetup.Role.Master));
        started(worker);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "scalems-slots", () =>
        {
            worker.Dispose();
            return Task.FromResult(Done.Instance);
        });
        _ = EndAsync(exit, worker, end);
    }

    private static async Task EndAsync(Task<WorkerExit> exit, AttachedWorker worker, PartEnd end)
    {
        if (await Task.WhenAny(exit, worker.CannotRun).ConfigureAwait(false) != exit)
        {
            end.Ended(1, await worker.CannotRun.ConfigureAwait(false));
            return;
        }

        var (code, reason) = await exit.ConfigureAwait(false);
        end.Ended(code, code == 0 ? null : reason);
    }
}
