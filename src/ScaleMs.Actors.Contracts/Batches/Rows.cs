using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Type of the payload of a <see cref="TaskRow"/>.</summary>
public enum PayloadKind : byte
{
    /// <summary>JSON of a <see cref="WorkItem"/>.</summary>
    WorkItem = 0,

    /// <summary>JSON of a <see cref="TaskDescription"/>.</summary>
    Description = 1,
}

/// <summary>One task on its way to the master or to a worker. The payload is a slice that only the worker reads.</summary>
public readonly record struct TaskRow : IBatchRow
{
    public required TaskKey Key { get; init; }

    public required TaskUid Uid { get; init; }

    /// <summary>0 on the way to the master; 1 or more on the way to a worker.</summary>
    public int Attempt { get; init; }

    /// <summary>Slots that the task holds while it runs, 1 or more; on the way to a worker, those of <see cref="Ranks"/>.</summary>
    public int Slots { get; init; }

    /// <summary>On the way to the master, all ranks of the task; on the way to a worker, those that run there.</summary>
    public RankSpan Ranks { get; init; }

    /// <summary>On the way to a worker, where all ranks run of a task that is spread over workers, in rank order; default = it is not spread.</summary>
    public ImmutableArray<RankPlace> Places { get; init; }

    /// <summary>Higher runs first.</summary>
    public int Priority { get; init; }

    /// <summary>Run time in milliseconds after which the worker ends the task; 0 = no limit.</summary>
    public long TimeoutMilliseconds { get; init; }

    public PayloadKind Kind { get; init; }

    /// <summary>
    /// False = never deduplicated: for programs, which are run for their side effects, for code, whose imports are not known, and for tasks submitted as
    /// <see cref="TaskScheduling.Fresh"/>.
    /// </summary>
    public bool MayDeduplicate { get; init; }

    /// <summary>Of a work item: its 32-bit fingerprint in SCALE-MS. Of a description: 0.</summary>
    public uint Fingerprint { get; init; }

    /// <summary>What a function needs of its process; null = the task is a program.</summary>
    public TaskRuntime? Runtime { get; init; }

    /// <summary>What each rank needs besides slots; null = nothing.</summary>
    public TaskResources? Resources { get; init; }

    /// <summary>
    /// On the way to a worker, the GPUs of these ranks, as indices in <see cref="Workers.WorkerResources.Gpus"/>, rank after rank; default = they use none.
    /// </summary>
    public ImmutableArray<int> Gpus { get; init; }

    /// <summary>The task that submitted this one; null = a client did.</summary>
    public SubTaskParent? Parent { get; init; }

    /// <summary>JSON of <see cref="TaskOptions"/>, for the master; empty = all defaults. Always empty on the way to a worker.</summary>
    public ReadOnlyMemory<byte> Options { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    public long Size => Payload.Length + Options.Length;
}

/// <summary>One task that ended.</summary>
public readonly record struct ResultRow : IBatchRow
{
    public required TaskKey Key { get; init; }

    public int Attempt { get; init; }

    /// <summary>The task's uid, for a receiver that did not submit the task itself and so does not know it.</summary>
    public TaskUid? Uid { get; init; }

    /// <summary>DONE, FAILED or CANCELED.</summary>
    public required TaskState State { get; init; }

    /// <summary>Microseconds since 1970-01-01 UTC on the worker's clock; 0 = never started.</summary>
    public long StartedMicroseconds { get; init; }

    /// <summary>Microseconds since 1970-01-01 UTC on the worker's clock.</summary>
    public long FinishedMicroseconds { get; init; }

    /// <summary>On the way to the master, the code of the function that ran; null = no function ran.</summary>
    public CodeIdentity? Code { get; init; }

    /// <summary>JSON of a <see cref="TaskOutcome"/>; empty = all defaults.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    public long Size => Payload.Length;
}

/// <summary>A task that the master did not accept.</summary>
public readonly record struct RefusedRow(int Index, string Reason);

/// <summary>Acknowledges one result.</summary>
public readonly record struct AckRow(TaskKey Key, int Attempt);
