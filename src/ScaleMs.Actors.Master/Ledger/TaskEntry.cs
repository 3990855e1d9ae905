using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// One task in the ledger. A class with plain fields, because a million of them may be alive: about 250 bytes each besides
/// the payload. What few tasks have is in <see cref="Detail"/>.
/// </summary>
internal sealed class TaskEntry(in TaskRow row, ClientSession session, long sequence, long now) : TaskSpec(row)
{
    /// <summary>Order of acceptance; also the cursor of queries.</summary>
    public readonly long Sequence = sequence;

    // Microseconds since 1970-01-01 UTC; 0 = not (yet).
    public readonly long Submitted = now;
    public long Scheduled;
    public long Assigned;
    public long Started;
    public long Finished;

    public ClientSession Session = session;

    /// <summary>JSON of the outcome as the worker wrote it; read where the task failed or others need its value.</summary>
    public ReadOnlyMemory<byte> Outcome;

    /// <summary>What the outcome was computed with; null = it depends on no code that is known to change.</summary>
    public CodeSet? Code;

    public string? Worker;

    /// <summary>Neighbours among the tasks of the same uid.</summary>
    public TaskEntry? PreviousEqual;
    public TaskEntry? NextEqual;

    public TaskDetail? Detail;

    /// <summary>Somebody wants it to end; null = nobody does.</summary>
    public EndRequest? Ending;

    public int Attempt = 1;
    public TaskState State = TaskState.New;

    /// <summary>An equal task may stand for this one, and this one for equal tasks.</summary>
    public readonly bool MayDeduplicate = row.MayDeduplicate;

    /// <summary>The pool has a attempt of it, queued or in flight.</summary>
    public bool InPool;

    /// <summary>The submitter has the result, or wants none.</summary>
    public bool Delivered;

    /// <summary>Sent to the client and not acknowledged: counts in its window.</summary>
    public bool InWindow;

    /// <summary>In the queue of records that may be forgotten.</summary>
    public bool Retained;

    public bool Evicted;

    /// <summary>Waits for an equal task to end.</summary>
    public bool IsDuplicate => Detail?.Primary is not null;

    /// <summary>Others still need its outcome.</summary>
    public bool IsPinned => Detail is { Pins: > 0 };

    public TaskDetail GetDetail() => Detail ??= new TaskDetail();

    public void ReleasePayload() => Payload = default;

    /// <summary>The description with values in place of references.</summary>
    public void SetPayload(ReadOnlyMemory<byte> payload) => Payload = payload;
}
