using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>Cuts assignments into batches of the usual size.</summary>
internal static class AssignBatches
{
    public static IEnumerable<AssignBatch> Of(IReadOnlyList<Ticket> tickets) => tickets
        .Select(static ticket => ticket.Task.ToRow(ticket.Attempt))
        .InBatches(tickets.Count)
        .Select(static rows => new AssignBatch(rows));
}
