using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>Cuts results into batches of the usual size.</summary>
internal static class ResultBatches
{
    public static IEnumerable<ResultBatch> Of(List<TaskEntry> tasks, bool withUids)
    {
        var rows = ImmutableArray.CreateBuilder<ResultRow>(Math.Min(tasks.Count, BatchLimits.Rows));
        var bytes = 0;
        foreach (var task in tasks)
        {
            if (rows.Count > 0 && (rows.Count >= BatchLimits.Rows || bytes + task.Outcome.Length > BatchLimits.Bytes))
            {
                yield return new ResultBatch(rows.ToImmutable());
                rows.Clear();
                bytes = 0;
            }

            bytes += task.Outcome.Length;
            rows.Add(new ResultRow
            {
                Key = task.Key,
                Attempt = task.Attempt,
                Uid = withUids ? task.Uid : null,
                State = task.State,
                StartedMicroseconds = task.Started,
                FinishedMicroseconds = task.Finished,
                Payload = task.Outcome,
            });
        }

        if (rows.Count > 0)
        {
            yield return new ResultBatch(rows.DrainToImmutable());
        }
    }
}
