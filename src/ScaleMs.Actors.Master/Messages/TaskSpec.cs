using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>
/// The constant part of a task. Ledger and pool share the object, so that a million queued tasks are not held twice;
/// the changing part is in <see cref="TaskEntry"/>, which only the ledger uses.
/// </summary>
internal class TaskSpec(in TaskRow row)
{
    public TaskKey Key { get; } = row.Key;

    public TaskUid Uid { get; } = row.Uid;

    public int Slots { get; } = row.Slots;

    /// <summary>1 or more; each holds the same number of slots.</summary>
    public int Ranks { get; } = Math.Max(1, row.Ranks.Size);

    public int SlotsPerRank => Slots / Ranks;

    public int Priority { get; } = row.Priority;

    public long TimeoutMilliseconds { get; } = row.TimeoutMilliseconds;

    public PayloadKind Kind { get; } = row.Kind;

    /// <summary>Of a work item: its 32-bit fingerprint in SCALE-MS.</summary>
    public uint Fingerprint { get; } = row.Fingerprint;

    /// <summary>One object for many tasks. Null = a program, or a task of a journal without runtimes: it can run anywhere.</summary>
    public TaskRuntime? Runtime { get; } = row.Runtime;

    /// <summary>What each rank needs besides slots; one object for many tasks. Null = nothing.</summary>
    public TaskResources? Resources { get; } = row.Resources;

    /// <summary>The task that submitted this one; null = a client did.</summary>
    public SubTaskParent? Parent { get; } = row.Parent;

    /// <summary>Empty once the task is final, unless its outcome has files that it may have to make again.</summary>
    public ReadOnlyMemory<byte> Payload { get; protected set; } = row.Payload;

    /// <summary>The attempt in the pool's queue; 0 = none. Read and written by the pool only.</summary>
    public int QueuedAttempt { get; set; }

    public TaskRow ToRow(int attempt) => new()
    {
        Key = Key,
        Uid = Uid,
        Attempt = attempt,
        Slots = Slots,
        Ranks = RankSpan.All(Ranks),
        Priority = Priority,
        TimeoutMilliseconds = TimeoutMilliseconds,
        Kind = Kind,
        Fingerprint = Fingerprint,
        Runtime = Runtime,
        Resources = Resources,
        Parent = Parent,
        Payload = Payload,
    };
}

/// <summary>One attempt at a task, on its way from the ledger through the pool.</summary>
/// <param name="Task">The task.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Client">Whose it is: the pool is fair between clients.</param>
internal readonly record struct TaskAttempt(TaskSpec Task, int Attempt, Guid Client = default);
