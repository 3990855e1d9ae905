using Akka.Actor;

namespace Akka.Cluster.Daemon;

/// <summary>The cluster's part in the actor system's coordinated shutdown: leave, be let go, stop.</summary>
internal static class ShutdownTasks
{
    public static void Add(CoordinatedShutdown shutdown, Cluster cluster)
    {
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", () => LeaveAsync(cluster));
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () => cluster.Exiting);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed", () =>
        {
            cluster.CompleteExiting();
            return cluster.Terminated;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "wait-shutdown", () => cluster.Terminated);
    }

    private static Task<Done> LeaveAsync(Cluster cluster)
    {
        if (!cluster.IsTerminated)
        {
            cluster.Leave(cluster.SelfAddress);
            if (cluster.Membership.SelfMember is null)
            {
                // Nobody needs to let go a node that was never let in.
                cluster.OnExiting();
            }
        }

        return Task.FromResult(Done.Instance);
    }
}
