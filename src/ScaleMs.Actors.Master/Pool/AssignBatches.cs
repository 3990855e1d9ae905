using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Cuts assignments into batches of the usual size.</summary>
internal static class AssignBatches
{
    public static IEnumerable<AssignBatch> Of(IReadOnlyList<TaskAttempt> attempts) => attempts
        .Select(static attempt => attempt.Task.ToRow(attempt.Attempt))
        .InBatches(attempts.Count)
        .Select(static rows => new AssignBatch(rows));
}
