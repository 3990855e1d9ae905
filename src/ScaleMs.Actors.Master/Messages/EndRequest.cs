using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>A request to end a task early.</summary>
/// <param name="State">FAILED after a timeout, CANCELED on request.</param>
/// <param name="Reason">For people.</param>
internal sealed record EndRequest(TaskState State, string Reason)
{
    public ErrorType Type => State == TaskState.Canceled ? ErrorType.Canceled : ErrorType.Timeout;

    public static EndRequest Cancel(string reason) => new(TaskState.Canceled, reason);

    public static EndRequest Timeout(string reason) => new(TaskState.Failed, reason);
}
