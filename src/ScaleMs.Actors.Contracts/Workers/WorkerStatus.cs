namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>How the master sees a worker.</summary>
public sealed record WorkerStatus
{
    public required string Name { get; init; }

    /// <summary>Actor system address of the node.</summary>
    public required string Address { get; init; }

    /// <summary>Tasks it can run at one time.</summary>
    public required int Slots { get; init; }

    /// <summary>Tasks assigned and not final.</summary>
    public int InFlight { get; init; }

    /// <summary>Of these, tasks that run, as the worker told within the last second.</summary>
    public int Running { get; init; }

    /// <summary>Tasks that ended there.</summary>
    public long Finished { get; init; }

    /// <summary>False while the node cannot be reached; it gets no work then.</summary>
    public bool Reachable { get; init; } = true;
}
