using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>What a worker has for its tasks besides slots.</summary>
public sealed record WorkerResources
{
    public static WorkerResources None { get; } = new();

    /// <summary>Cores that tasks can have for themselves; 0 = it cannot give any.</summary>
    public int Cores { get; init; }

    /// <summary>Bytes of memory.</summary>
    public long Memory { get; init; }

    /// <summary>Bytes on the local disk.</summary>
    public long Storage { get; init; }

    /// <summary>Names of its GPUs, as the variable that makes them visible has them.</summary>
    public ImmutableArray<string> Gpus { get; init; } = [];

    /// <summary>Named resources, in parts of <see cref="TaskResources.Unit"/>.</summary>
    public ImmutableSortedDictionary<string, long> Named { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>In words, for people; empty = it has nothing besides slots.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (!Gpus.IsEmpty)
        {
            parts.Add(Gpus.Length == 1 ? "1 GPU" : $"{Gpus.Length} GPUs");
        }

        if (Memory > 0)
        {
            parts.Add($"{TaskResources.Bytes(Memory)} of memory");
        }

        if (Storage > 0)
        {
            parts.Add($"{TaskResources.Bytes(Storage)} of local disk");
        }

        parts.AddRange(Named.Select(static entry => $"{TaskResources.Amount(entry.Value)} of '{entry.Key}'"));
        return string.Join(", ", parts);
    }
}

/// <summary>What a task holds of a worker's resources.</summary>
/// <param name="Task">The task.</param>
/// <param name="Ranks">Its ranks there.</param>
/// <param name="Resources">What each of them holds.</param>
/// <param name="Gpus">See <see cref="TaskRow.Gpus"/>.</param>
public sealed record HeldResources(AckRow Task, int Ranks, TaskResources Resources, ImmutableArray<int> Gpus);
