using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>
/// Worker to gate, from its WorkerNode actor: registers its slots. Sent again, with a new <see cref="RegistrationId"/>, whenever a master
/// does not know the worker.
/// </summary>
public sealed record RegisterWorker : IJsonContract
{
    /// <summary>Version 7 UUID of this registration.</summary>
    public required Guid RegistrationId { get; init; }

    /// <summary>The worker's process: the same in all its registrations.</summary>
    public Guid Process { get; init; }

    /// <summary>Uid of the worker's actor system, because an earlier system may have had the same address; 0 = unknown.</summary>
    public int System { get; init; }

    /// <summary><see cref="Cpi.ApiName"/>.</summary>
    public required string ApiName { get; init; }

    /// <summary><see cref="Cpi.WireVersion"/>.</summary>
    public required int WireVersion { get; init; }

    /// <summary>Name for people: <c>host/pid</c> unless configured.</summary>
    public required string Name { get; init; }

    /// <summary>Uid under which the master has started it; empty = it was started by somebody else.</summary>
    public string Launch { get; init; } = "";

    /// <summary>Milliseconds until it ends by itself; 0 = it does not.</summary>
    public long RemainingMilliseconds { get; init; }

    /// <summary>Number of task slots, 1 or more.</summary>
    public required int Slots { get; init; }

    /// <summary>The code of the functions that the worker can run; a module appears twice if its slots have different versions.</summary>
    public ImmutableArray<CodeIdentity> Code { get; init; } = [];

    /// <summary>The runtimes that the worker has; empty = .NET only.</summary>
    public ImmutableArray<RuntimeInfo> Runtimes { get; init; } = [];

    /// <summary>What it has besides slots.</summary>
    public WorkerResources Resources { get; init; } = WorkerResources.None;

    /// <summary>Full names of the public types in the worker's own modules.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Tasks of an earlier registration that are still running or queued here, so that they are not run twice.</summary>
    public ImmutableArray<AckRow> Held { get; init; } = [];

    /// <summary>What those of <see cref="Held"/> hold that hold more than slots.</summary>
    public ImmutableArray<HeldResources> HeldResources { get; init; } = [];
}

/// <summary>Pool to worker: registered. Results and credit go to <paramref name="Pool"/>, which also sends assignments.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="MasterUid">Uid of the master.</param>
/// <param name="Pool">To be watched, to detect the master's termination.</param>
public sealed record WorkerRegistered(Guid RegistrationId, string MasterUid, IActorRef Pool) : IJsonContract
{
    /// <summary>Keeper of the master's files.</summary>
    public IActorRef? Files { get; init; }
}

/// <summary>Worker to pool: the code of its functions has changed since it registered.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Code">As <see cref="RegisterWorker.Code"/>.</param>
public sealed record WorkerCodeChanged(Guid RegistrationId, ImmutableArray<CodeIdentity> Code) : IJsonContract
{
    /// <summary>As <see cref="RegisterWorker.Types"/>; null = unchanged.</summary>
    public ImmutableArray<string>? Types { get; init; }
}

/// <summary>
/// Pool to worker: the registration is unknown, or the node was considered lost and its tasks run elsewhere. The worker registers
/// again, with the tasks it holds.
/// </summary>
/// <param name="RegistrationId">As in the message that this answers; ignored when another registration is current.</param>
public sealed record WorkerUnknown(Guid RegistrationId) : IJsonContract;

/// <summary>Worker to pool: it ends because it was told to, or is about to reach its time limit. What it has runs elsewhere, and the loss is not counted.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Reason">Why.</param>
public sealed record WorkerLeaving(Guid RegistrationId, string Reason) : IJsonContract;

/// <summary>Worker to pool: these tasks have been running for a while, or were running at the sampling time, once a second.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Tasks">Task, attempt and start (microseconds since 1970-01-01 UTC).</param>
public sealed record TasksStarted(Guid RegistrationId, ImmutableArray<StartedRow> Tasks) : IJsonContract
{
    /// <summary>Tasks running at the last sampling time, new or not; null = unchanged.</summary>
    public int? Running { get; init; }

    /// <summary>True = the tasks start only after <see cref="StartsAcknowledged"/>.</summary>
    public bool MustBeAcknowledged { get; init; }
}

/// <summary>
/// Pool to worker, answers <see cref="TasksStarted.MustBeAcknowledged"/>: the master counts the tasks as running, so that it blames
/// them if they kill the worker.
/// </summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Tasks">Task and attempt of each.</param>
public sealed record StartsAcknowledged(Guid RegistrationId, ImmutableArray<AckRow> Tasks) : IJsonContract;

/// <summary>A running task.</summary>
public readonly record struct StartedRow(AckRow Task, long StartedMicroseconds);

/// <summary>Pool to worker: cancel these tasks; each is answered by its result. Unknown ones are ignored.</summary>
/// <param name="Tasks">Task and attempt of each.</param>
/// <param name="WaitingOnly">True = only tasks that have not started; running ones continue.</param>
public sealed record CancelTasks(ImmutableArray<AckRow> Tasks, bool WaitingOnly = false) : IJsonContract;

/// <summary>Pool to worker: no more work follows; finish the assigned tasks, then leave and exit with code 0.</summary>
public sealed record ReleaseNode(string Reason) : IJsonContract;
