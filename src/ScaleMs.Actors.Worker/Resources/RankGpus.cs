using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>Which of a task's GPUs belong to which of its ranks.</summary>
internal static class RankGpus
{
    /// <summary>The GPUs of a rank that runs here; default = it has none.</summary>
    public static ImmutableArray<int> GpusOf(this in TaskRow row, int rank)
    {
        if (row.Gpus.IsDefaultOrEmpty)
        {
            return default;
        }

        var each = row.Gpus.Length / Math.Max(1, row.Ranks.Count);
        return row.Gpus.Slice((rank - row.Ranks.First) * each, each);
    }
}
