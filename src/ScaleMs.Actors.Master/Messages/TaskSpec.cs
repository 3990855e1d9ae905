using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>
/// What does not change about a task. Ledger and pool hold the same object, so that a million queued tasks are not held twice;
/// what does change is in <see cref="TaskEntry"/>, which only the ledger sees.
/// </summary>
internal class TaskSpec(in TaskRow row)
{
    public TaskKey Key { get; } = row.Key;

    public TaskUid Uid { get; } = row.Uid;

    public int Slots { get; } = row.Slots;

    public int Priority { get; } = row.Priority;

    public long TimeoutMilliseconds { get; } = row.TimeoutMilliseconds;

    public PayloadKind Kind { get; } = row.Kind;

    /// <summary>Empty once the task is final and no pool holds it any more.</summary>
    public ReadOnlyMemory<byte> Payload { get; protected set; } = row.Payload;

    /// <summary>The pool's own mark, which nobody else reads: the attempt that waits in its queue; 0 = none does.</summary>
    public int QueuedAttempt { get; set; }

    public TaskRow ToRow(int attempt) => new()
    {
        Key = Key,
        Uid = Uid,
        Attempt = attempt,
        Slots = Slots,
        Priority = Priority,
        TimeoutMilliseconds = TimeoutMilliseconds,
        Kind = Kind,
        Payload = Payload,
    };
}

/// <summary>One attempt at a task, on its way from the ledger through the pool.</summary>
/// <param name="Task">The task.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Client">Whose it is: the pool is fair between clients.</param>
internal readonly record struct TaskAttempt(TaskSpec Task, int Attempt, Guid Client = default);
