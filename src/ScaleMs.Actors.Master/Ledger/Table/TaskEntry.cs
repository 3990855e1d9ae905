using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>
/// One task in the ledger. A class with plain fields, because a million of them may be alive: about 250 bytes each besides
/// the payload. Data of one part of its life are in <see cref="Phase"/>, data that few tasks have in <see cref="Detail"/>.
/// </summary>
internal sealed class TaskEntry(in TaskRow row, ClientSession session, long sequence, long now) : TaskSpec(row)
{
    /// <summary>Order of acceptance; also the cursor of queries.</summary>
    public readonly long Sequence = sequence;

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public readonly long Submitted = now;

    public ClientSession Session = session;

    /// <summary>The task's phase.</summary>
    public TaskPhase Phase = TaskPhase.New.Instance;

    /// <summary>Neighbours among the tasks of the same uid.</summary>
    public TaskEntry? PreviousEqual;
    public TaskEntry? NextEqual;

    public TaskDetail? Detail;

    /// <summary>The request to end it; null = none.</summary>
    public EndRequest? Ending;

    public int Attempt = 1;

    public DeliveryState Delivery;

    public RetentionState Retention;

    /// <summary>This task may get the outcome of an equal one, and equal tasks the outcome of this one.</summary>
    public readonly bool MayDeduplicate = row.MayDeduplicate;

    /// <summary>Spans are made of it.</summary>
    public bool IsTraced;

    public TaskState State => Phase.State;

    /// <summary>Its name in its submission; null = it has none.</summary>
    public string? Name => Detail?.Options.Name;

    public bool IsFinal => Phase is TaskPhase.Ended;

    /// <summary>It is final, and does not run again to make lost files.</summary>
    public bool IsOver => IsFinal && Detail?.Rerun is null;

    /// <summary>Others may need it to make its files again: its description is kept with its record.</summary>
    public bool MayRunAgain => State == TaskState.Done && Detail is { Files.Outputs.Length: > 0, Options.MaxRetries: not 0 };

    /// <summary>Waits for an equal task to end.</summary>
    public bool IsDuplicate => Phase is TaskPhase.Attached;

    public bool InPool => Phase.IsInPool;

    public string? Worker => Phase.Worker;

    /// <summary>JSON of the outcome of a final task, else empty.</summary>
    public ReadOnlyMemory<byte> Outcome => Phase is TaskPhase.Ended ended ? ended.End.Outcome : default;

    /// <summary>The code that the outcome of a final task was computed with.</summary>
    public CodeSet? Code => Phase is TaskPhase.Ended ended ? ended.End.Code : null;

    /// <summary>When it ended, in microseconds since 1970-01-01 UTC; 0 = it has not.</summary>
    public long Finished => Phase is TaskPhase.Ended ended ? ended.End.FinishedAt : 0;

    public bool Delivered => Delivery == DeliveryState.Delivered;

    public bool Evicted => Retention == RetentionState.Evicted;

    /// <summary>Others still need its outcome.</summary>
    public bool IsPinned => Detail is { Pins: > 0 };

    public TaskDetail GetDetail() => Detail ??= new TaskDetail();

    /// <summary>Releases the description.</summary>
    public void ReleasePayload()
    {
        Payload = default;
        Detail?.Original = null;
    }

    /// <summary>The description with values in place of references.</summary>
    public void SetPayload(ReadOnlyMemory<byte> payload) => Payload = payload;
}
