using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>
/// What a process has to be started with for the tasks that run in it; the default is nothing. Libraries read their number of threads and
/// their GPUs once, when they are loaded.
/// </summary>
/// <param name="Threads">Threads that libraries may use; 0 = one.</param>
/// <param name="Cores">Cores of its own; 0 = any.</param>
/// <param name="Gpus">Its GPUs, by index, separated by commas; empty = none.</param>
/// <param name="GpuParts">What it has of each of them.</param>
/// <param name="Memory">Most bytes of memory; 0 = no limit.</param>
internal readonly record struct ProcessClaim(int Threads, int Cores, string Gpus, int GpuParts, long Memory)
{
    /// <summary>A directory of its own for temporary files: libraries look for it once.</summary>
    public bool HasDirectory { get; init; }

    /// <summary>True = the process ends with its task: it may keep memory of the GPU, its threads stay where they are, and its directory is removed.</summary>
    public bool IsForOneTask => Cores > 0 || Gpus is { Length: > 0 } || HasDirectory;

    public bool IsNone => this == default || this == new ProcessClaim(0, 0, "", 0, 0);

    /// <summary>The claim of a task, or of one rank of it.</summary>
    public static ProcessClaim Of(in TaskRow row)
    {
        // A program gets its number of threads, and its limit, when it starts.
        var isFunction = row.Runtime is not null;
        var threads = isFunction && row.Slots > 1 ? row.Slots / Math.Max(1, row.Ranks.Count) : 0;
        return row.Resources is not { } resources
            ? new ProcessClaim(threads, 0, "", 0, 0)
            : new ProcessClaim(
                threads,
                resources.Cores,
                row.Gpus.IsDefaultOrEmpty ? "" : string.Join(',', row.Gpus.Distinct().Select(static gpu => gpu.ToString(CultureInfo.InvariantCulture))),
                Math.Min(resources.Gpus, TaskResources.Unit),
                isFunction ? resources.Memory : 0)
            {
                HasDirectory = isFunction && resources.Storage > 0,
            };
    }

    public ImmutableArray<int> GpuIndices => string.IsNullOrEmpty(Gpus) ? [] : [.. Gpus.Split(',').Select(static gpu => int.Parse(gpu, CultureInfo.InvariantCulture))];
}
