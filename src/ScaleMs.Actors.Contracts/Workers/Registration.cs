using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>
/// Worker to gate, by its WorkerNode actor: offers slots. Sent again, with a new <see cref="RegistrationId"/>, whenever the worker meets a
/// master that does not know it.
/// </summary>
public sealed record RegisterWorker : IJsonContract
{
    /// <summary>Version 7 UUID of this registration.</summary>
    public required Guid RegistrationId { get; init; }

    /// <summary>The worker's process: the same in all its registrations.</summary>
    public Guid Process { get; init; }

    /// <summary>Uid of the worker's actor system: another one may have listened at its address. 0 = not known.</summary>
    public int System { get; init; }

    /// <summary><see cref="Cpi.ApiName"/>.</summary>
    public required string ApiName { get; init; }

    /// <summary><see cref="Cpi.WireVersion"/>.</summary>
    public required int WireVersion { get; init; }

    /// <summary>Name for people: <c>host/pid</c> unless configured.</summary>
    public required string Name { get; init; }

    /// <summary>Tasks that can run at one time, 1 or more.</summary>
    public required int Slots { get; init; }

    /// <summary>The code of the functions that can run there; of a module twice where not all slots have the same.</summary>
    public ImmutableArray<CodeIdentity> Code { get; init; } = [];

    /// <summary>Tasks taken over from an earlier registration that still run or wait here, so that they are not run twice.</summary>
    public ImmutableArray<AckRow> Held { get; init; } = [];
}

/// <summary>Pool to worker: registered. Results and credit go to <paramref name="Pool"/>, which also sends assignments.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="MasterUid">Uid of the master.</param>
/// <param name="Pool">Watch it to learn of the master's end.</param>
public sealed record WorkerRegistered(Guid RegistrationId, string MasterUid, IActorRef Pool) : IJsonContract;

/// <summary>Worker to pool: the code of its functions has changed since it registered.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Code">As <see cref="RegisterWorker.Code"/>.</param>
public sealed record WorkerCodeChanged(Guid RegistrationId, ImmutableArray<CodeIdentity> Code) : IJsonContract;

/// <summary>
/// Pool to worker: the registration is not known, or not any more (the node was taken for lost). Its tasks run elsewhere; register
/// again, with what is held.
/// </summary>
/// <param name="RegistrationId">As in the message that this answers; to be ignored when another registration is current.</param>
public sealed record WorkerUnknown(Guid RegistrationId) : IJsonContract;

/// <summary>Worker to pool: these tasks have been running for a while, or run at the moment that comes once a second.</summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Tasks">Task, attempt and start (microseconds since 1970-01-01 UTC).</param>
public sealed record TasksStarted(Guid RegistrationId, ImmutableArray<StartedRow> Tasks) : IJsonContract
{
    /// <summary>Tasks that ran at the last such moment, new or not; null = as told before.</summary>
    public int? Running { get; init; }

    /// <summary>True = the tasks begin only when <see cref="StartsAcknowledged"/> has answered.</summary>
    public bool MustBeAcknowledged { get; init; }
}

/// <summary>
/// Pool to worker, answers <see cref="TasksStarted.MustBeAcknowledged"/>: the master counts the tasks as running, so that a worker that
/// they take down is lost under them.
/// </summary>
/// <param name="RegistrationId">As registered.</param>
/// <param name="Tasks">Task and attempt of each.</param>
public sealed record StartsAcknowledged(Guid RegistrationId, ImmutableArray<AckRow> Tasks) : IJsonContract;

/// <summary>A task that runs.</summary>
public readonly record struct StartedRow(AckRow Task, long StartedMicroseconds);

/// <summary>Pool to worker: end these tasks; each is answered by its result. Unknown ones are ignored.</summary>
/// <param name="Tasks">Task and attempt of each.</param>
/// <param name="WaitingOnly">True = only those that have not begun; one that runs goes on.</param>
public sealed record CancelTasks(ImmutableArray<AckRow> Tasks, bool WaitingOnly = false) : IJsonContract;

/// <summary>Pool to worker: no more work is coming; finish what is held, then leave and end the process with exit code 0.</summary>
public sealed record ReleaseNode(string Reason) : IJsonContract;
