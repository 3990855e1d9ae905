using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Messages;

// Messages between the actors of one master. None of them leaves its process.

/// <summary>Master to ledger: where attempts go.</summary>
internal sealed record UsePool(IActorRef Pool);

/// <summary>Ledger to pool: run these.</summary>
internal sealed record EnqueueAttempts(ImmutableArray<TaskAttempt> Attempts);

/// <summary>Ledger to pool: give these back if they are queued (<see cref="TasksWithdrawn"/>), cancel them where they run.</summary>
internal sealed record WithdrawTasks(ImmutableArray<Withdrawal> Tasks);

/// <summary>Ledger to pool, after a restart: these processes may hold work from before; assign nothing until they have registered.</summary>
internal sealed record ExpectWorkers(ImmutableArray<string> Processes);

/// <summary>Ledger to pool: of what the worker holds, this is still wanted.</summary>
internal sealed record HeldClaimed(Guid RegistrationId, ImmutableArray<AckRow> Held, ImmutableArray<TaskAttempt> Wanted);

/// <summary>Ledger to pool: have the worker that runs the attempt answer.</summary>
internal sealed record PoolReadLog(TaskAttempt Attempt, TaskState State, ReadLog Read, CommandRequest Request);

/// <summary>Cluster watch to pool: no work for the nodes at that address until they can be reached again.</summary>
internal sealed record NodeUnreachable(UniqueAddress Address);

/// <summary>Cluster watch to pool: the address can be reached again.</summary>
internal sealed record NodeReachable(UniqueAddress Address);

/// <summary>Cluster watch to pool: what was at that address is gone for good.</summary>
internal sealed record NodeGone(UniqueAddress Address, string Reason);

/// <summary>Master to pool: tell every worker to leave; answered with <see cref="WorkersReleased"/>.</summary>
internal sealed record ReleaseAllWorkers(string Reason);

/// <summary>Pool to master.</summary>
internal sealed record WorkersReleased
{
    public static readonly WorkersReleased Instance = new();
}

/// <summary>Pool or supervisor to master: it cannot go on.</summary>
internal sealed record MasterFailed(string Reason);
