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
        var worker = AttachedWorker.Start(system, setup.Locate(system), setup.Options, modules: modules, hasMaster: setup.Is(NodeSetup.Role.Master));
        started(worker);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "scalems-slots", () =>
        {
            worker.Dispose();
            return Task.FromResult(Done.Instance);
        });
        _ = EndAsync(worker, end);
    }

    private static async Task EndAsync(AttachedWorker worker, PartEnd end)
    {
        if (await Task.WhenAny(worker.Exit, worker.CannotRun).ConfigureAwait(false) != worker.Exit)
        {
            end.Ended(1, await worker.CannotRun.ConfigureAwait(false));
            return;
        }

        var (code, reason) = await worker.Exit.ConfigureAwait(false);
        end.Ended(code, code == 0 ? null : reason);
    }
}
