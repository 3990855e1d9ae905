using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Splits rows into batches.</summary>
public static class BatchRowExtensions
{
    /// <summary>Splits rows that are all available already into batches.</summary>
    /// <typeparam name="T">The rows.</typeparam>
    /// <param name="rows">In order.</param>
    /// <param name="count">Their number.</param>
    public static IEnumerable<ImmutableArray<T>> InBatches<T>(this IEnumerable<T> rows, int count)
        where T : struct, IBatchRow
    {
        var batch = new BatchBuilder<T>(Math.Min(count, BatchLimits.Rows));
        foreach (var row in rows)
        {
            if (!batch.HasRoomFor(row))
            {
                yield return batch.Close();
            }

            batch.Add(row);
        }

        if (!batch.IsEmpty)
        {
            yield return batch.Close();
        }
    }
}
