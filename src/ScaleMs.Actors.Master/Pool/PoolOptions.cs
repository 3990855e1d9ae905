using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>What the pool needs to know.</summary>
internal sealed record PoolOptions(string MasterUid)
{
    /// <summary>Tasks are held until so many workers have registered.</summary>
    public int MinWorkers { get; init; }

    /// <summary>The master stops when they have not by then.</summary>
    public TimeSpan MinWorkersDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A node that cannot be reached for so long is lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After a restart nothing is assigned for so long, unless all workers from before have registered sooner. A task that only a lost
    /// worker was large enough for is kept for so long.
    /// </summary>
    public TimeSpan RecoveryWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How large rows travel.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>Assignments that are not accounted for within this time are sent again.</summary>
    public TimeSpan ReassignAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often times are looked at.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(500);
}
