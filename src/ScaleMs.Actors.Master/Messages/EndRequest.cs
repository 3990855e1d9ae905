using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>That a task is to end before it has done its work: how, and why.</summary>
/// <param name="State">FAILED or CANCELED.</param>
/// <param name="Kind">First word of the record's exception.</param>
/// <param name="Reason">The rest of it.</param>
internal sealed record EndRequest(TaskState State, string Kind, string Reason)
{
    public static EndRequest Cancel(string reason) => new(TaskState.Canceled, "canceled", reason);

    public static EndRequest Timeout(string reason) => new(TaskState.Failed, "timeout", reason);
}
