using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>A worker that the master starts, as the journal has it until it is over.</summary>
/// <param name="Uid"><c>MASTER.worker.NNNN</c>.</param>
/// <param name="Id">The uid, and what no other launch of any master has: launchers find what they have started by it.</param>
/// <param name="Worker">What it is.</param>
/// <param name="RequestedMicroseconds">When it was asked for, since 1970-01-01 UTC.</param>
internal sealed record WorkerLaunch(string Uid, string Id, WorkerDescription Worker, long RequestedMicroseconds)
{
    /// <summary>It was told to leave.</summary>
    public bool IsReleased { get; init; }

    /// <summary>It was started because of the queue, and may be let go when it is idle.</summary>
    public bool IsElastic { get; init; }
}

/// <summary>All that are not over, and the number of the next one.</summary>
internal sealed record LaunchRecord(int Next, ImmutableArray<WorkerLaunch> Launches)
{
    public static LaunchRecord Empty { get; } = new(0, []);
}
