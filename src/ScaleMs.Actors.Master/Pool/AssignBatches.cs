using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Cuts assignments into batches of the usual size.</summary>
internal static class AssignBatches
{
    public static IEnumerable<AssignBatch> Of(IReadOnlyList<Ticket> tickets)
    {
        var rows = ImmutableArray.CreateBuilder<TaskRow>(Math.Min(tickets.Count, BatchLimits.Rows));
        var bytes = 0;
        foreach (var (task, attempt, _) in tickets)
        {
            if (rows.Count > 0 && (rows.Count >= BatchLimits.Rows || bytes + task.Payload.Length > BatchLimits.Bytes))
            {
                yield return new AssignBatch(rows.ToImmutable());
                rows.Clear();
                bytes = 0;
            }

            bytes += task.Payload.Length;
            rows.Add(task.ToRow(attempt));
        }

        if (rows.Count > 0)
        {
            yield return new AssignBatch(rows.DrainToImmutable());
        }
    }
}
