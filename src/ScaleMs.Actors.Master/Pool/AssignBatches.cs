using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Cuts assignments into batches of the usual size.</summary>
internal static class AssignBatches
{
    public static IEnumerable<AssignBatch> Of(IReadOnlyList<Assignment> assignments) => assignments
        .Select(static assignment => assignment.ToRow())
        .InBatches(assignments.Count)
        .Select(static rows => new AssignBatch(rows));
}
