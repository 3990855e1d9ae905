using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

/// <summary>
/// One task in the ledger. A class with plain fields, because a million of them may be alive: about 240 bytes each besides
/// the payload.
/// </summary>
internal sealed class TaskEntry(in TaskRow row, ClientSession session, long sequence, long now) : TaskSpec(row)
{
    /// <summary>Order of acceptance; also the cursor of queries.</summary>
    public readonly long Sequence = sequence;

    // Microseconds since 1970-01-01 UTC; 0 = not (yet).
    public readonly long Submitted = now;
    public long Assigned;
    public long Started;
    public long Finished;

    public ClientSession Session = session;

    /// <summary>JSON of the outcome as the worker wrote it; not read here.</summary>
    public ReadOnlyMemory<byte> Outcome;

    public string? Worker;

    /// <summary>Names of the workers that were lost with this task.</summary>
    public string? LostWith;

    /// <summary>Neighbours among the tasks of the same uid.</summary>
    public TaskEntry? PreviousTwin;
    public TaskEntry? NextTwin;

    public int Attempt = 1;
    public TaskState State = TaskState.Scheduled;

    /// <summary>Why it is to be cancelled; null = it is not.</summary>
    public string? CancelReason;

    /// <summary>The submitter has the result, or wants none.</summary>
    public bool Delivered;

    /// <summary>In the queue of records that may be forgotten.</summary>
    public bool Retained;

    public bool Forgotten;

    public void ReleasePayload() => Payload = default;
}
