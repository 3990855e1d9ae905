using System.Collections.Immutable;
using ScaleMs.Actors.Executors;

namespace ScaleMs.Actors.Workers.Node;

/// <summary>What <c>scalems.worker</c> configures.</summary>
internal sealed record WorkerOptions
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Tasks that run at one time, 1 or more.</summary>
    public required int Slots { get; init; }

    /// <summary>Tasks held besides those that run, at most. The master gives fewer where tasks take long.</summary>
    public int Prefetch { get; init; } = 4096;

    /// <summary>How long a task that was told to end may take before it is given up.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to look for a master before the first registration.</summary>
    public TimeSpan RegisterDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Paths of the user's assemblies.</summary>
    public ImmutableArray<string> Modules { get; init; } = [];

    /// <summary>Limits of what tasks may print and return.</summary>
    public ExecutorOptions Executors { get; init; } = new();
}
