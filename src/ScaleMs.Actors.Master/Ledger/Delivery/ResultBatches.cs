using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Delivery;

/// <summary>Splits results into batches of the usual size.</summary>
internal static class ResultBatches
{
    public static IEnumerable<ResultBatch> Of(List<TaskEntry> tasks, bool withUids) => tasks
        .Select(task => RowOf(task, withUids))
        .InBatches(tasks.Count)
        .Select(static rows => new ResultBatch(rows));

    private static ResultRow RowOf(TaskEntry task, bool withUid) => new()
    {
        Key = task.Key,
        Attempt = task.Attempt,
        Uid = withUid ? task.Uid : null,
        State = task.State,
        StartedMicroseconds = task.Phase.StartedAt,
        FinishedMicroseconds = task.Finished,
        Payload = task.Outcome,
    };
}
