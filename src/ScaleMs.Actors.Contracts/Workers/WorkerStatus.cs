using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>A worker from the master's point of view.</summary>
public sealed record WorkerStatus
{
    public required string Name { get; init; }

    /// <summary>Uid under which the master has started it; else its name.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Actor system address of the node.</summary>
    public required string Address { get; init; }

    /// <summary>Number of its task slots.</summary>
    public required int Slots { get; init; }

    /// <summary>Assigned, unfinished tasks.</summary>
    public int InFlight { get; init; }

    /// <summary>Of these, running tasks, as reported by the worker within the last second.</summary>
    public int Running { get; init; }

    /// <summary>Tasks that ended there.</summary>
    public long Finished { get; init; }

    /// <summary>The runtimes it has for functions, such as <c>python 3.11.2</c>; empty = .NET only.</summary>
    public ImmutableArray<string> Runtimes { get; init; } = [];

    /// <summary>What it has besides slots.</summary>
    public WorkerResources Resources { get; init; } = WorkerResources.None;

    /// <summary>What its tasks hold of that, in words; empty = nothing.</summary>
    public string ResourcesInUse { get; init; } = "";

    /// <summary>False while the node is unreachable; it gets no work meanwhile.</summary>
    public bool Reachable { get; init; } = true;
}
