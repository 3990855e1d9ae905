using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Starts workers (RAPTOR's <c>submit_workers</c>). Answered at once with a <see cref="CommandReply"/> whose return value is the list of
/// their uids, <c>MASTER.worker.NNNN</c>; then the sender gets one <see cref="WorkerStateChanged"/> for each, when it has registered or failed.
/// </summary>
public sealed record AddWorkers : Command, IJsonContract
{
    private const int MostAtOnce = 10_000;

    /// <summary>How many, 1 or more.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What each of them is.</summary>
    public WorkerDescription Worker { get; init; } = new();

    /// <inheritdoc/>
    public override string? Problem() => Count is < 1 or > MostAtOnce ? $"count is {Count}; 1 to {MostAtOnce} are possible" : Worker.Problem();
}
