using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Membership;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Recovery;

namespace ScaleMs.Actors.Master;

/// <summary>Starts the actors of a master in an actor system of any kind: local, remote or cluster.</summary>
public static class MasterNode
{
    /// <summary>Name of the master's actor below <c>/user</c>.</summary>
    public const string ActorName = "master";

    /// <summary>
    /// Starts master, gate and, in a cluster, the watch over its members. When the master ends, it publishes
    /// <see cref="MasterEnded"/> on the system's event stream and its actor terminates.
    /// </summary>
    /// <param name="system">Where.</param>
    /// <param name="options">As read from configuration.</param>
    /// <returns>The master: commands, task descriptions and batches go there.</returns>
    /// <exception cref="InvalidConfigurationException">A command of the configuration cannot be served.</exception>
    /// <exception cref="ScaleMsException">The journal (<c>scalems.journal</c>) cannot be used; the message says why.</exception>
    public static IActorRef Start(ActorSystem system, ScaleMsOptions options)
    {
        var settings = MasterSettings.From(options);
        var (state, journal) = settings.Ledger.Journal is { } file
            ? LedgerState.Open(file, settings.Ledger.Limits, TaskTimestamps.ToMicroseconds(system.Scheduler.Now))
            : (new LedgerState(settings.Ledger.Limits), (LedgerJournal?)null);
        var master = system.ActorOf(MasterActor.Props(settings, state, journal), ActorName);
        system.ActorOf(Gate.Props(master), Cpi.GateName);
        if (ClusterProvider.IsOf(system))
        {
            system.ActorOf(ClusterWatch.Props(master), "scalems-cluster-watch");
        }

        return master;
    }
}
