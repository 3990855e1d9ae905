using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Settings of the pool.</summary>
internal sealed record PoolSettings(string MasterUid)
{
    /// <summary>Minimum number of registered workers before tasks are assigned.</summary>
    public int MinWorkers { get; init; }

    /// <summary>Time for them to register; otherwise the master stops.</summary>
    public TimeSpan MinWorkersDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time after which an unreachable node is considered lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time after a restart before tasks are assigned, unless all previous workers register sooner. A task that only a lost
    /// worker could run is kept for the same time.
    /// </summary>
    public TimeSpan RecoveryWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How large rows are transferred.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>Keeper of the master's files; null = there is none.</summary>
    public IActorRef? Files { get; init; }

    /// <summary>Time after which assignments without acknowledgement are sent again.</summary>
    public TimeSpan ReassignAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of the timeout check.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(500);
}
