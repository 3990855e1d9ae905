using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Messages;

// Messages between the actors of one master. None of them leaves its process.

/// <summary>Add-item handler or router to ledger: one task of an actor without a session.</summary>
/// <param name="Row">The task; the ledger gives it its key.</param>
/// <param name="Submitter">Gets the result.</param>
/// <param name="Request">The command to answer, before any result; null = the task came as a description, which is not answered.</param>
internal sealed record AddTask(TaskRow Row, IActorRef Submitter, CommandRequest? Request);

/// <summary>Workflow handler to ledger: a graph of an actor without a session, all of it or nothing.</summary>
/// <param name="Submission">Its id.</param>
/// <param name="Rows">The tasks.</param>
/// <param name="Names">The name of each.</param>
/// <param name="Request">The command to answer, before any result; the requester gets the results.</param>
internal sealed record AddGraph(Guid Submission, ImmutableArray<TaskRow> Rows, ImmutableArray<string> Names, CommandRequest Request);

/// <summary>Handler to ledger or pool: do what the command asks for and answer it.</summary>
/// <param name="Command">A command of the master's own.</param>
/// <param name="Request">The call.</param>
internal sealed record CommandCall(Command Command, CommandRequest Request)
{
    /// <summary>What the pool adds to a query on its way to the ledger.</summary>
    public ImmutableArray<WorkerStatus> Workers { get; init; } = [];

    /// <summary>What the provisioner adds to a query.</summary>
    public ImmutableArray<LaunchStatus> Launches { get; init; } = [];

    public ImmutableArray<LauncherStatus> PausedLaunchers { get; init; } = [];
}

/// <summary>Pool to ledger: the workers that are registered now are others, or have other code.</summary>
/// <param name="Processes">Their processes, and those of workers that may come back.</param>
/// <param name="Code">The code of their functions, of all of them.</param>
internal sealed record WorkersChanged(ImmutableArray<string> Processes, ImmutableArray<CodeIdentity> Code);

/// <summary>Pool to ledger: these workers are gone; the sessions of their running tasks, which have the same ids, are closed.</summary>
internal sealed record WorkersGone(ImmutableArray<Guid> Processes);

/// <summary>Pool to ledger: a worker holds these from before; answered with <see cref="HeldClaimed"/>.</summary>
internal sealed record ClaimHeld(Guid RegistrationId, ImmutableArray<AckRow> Held);

/// <summary>Master to ledger: the session's results go to that actor.</summary>
internal sealed record AttachSession(Guid Session, IActorRef Client);

/// <summary>Master to ledger: accept nothing more; answer <see cref="LedgerDrained"/> when all is final and delivered.</summary>
/// <param name="Mode">What becomes of tasks that are not final.</param>
/// <param name="Reason">The reason for refusing further tasks.</param>
internal sealed record DrainLedger(StopMode Mode, string Reason);

/// <summary>Ledger to master, once.</summary>
/// <param name="Dropped">Uids of tasks that the stop dropped.</param>
/// <param name="Report">What became of everything.</param>
internal sealed record LedgerDrained(ImmutableArray<string> Dropped, SessionReport Report);

/// <summary>Master to ledger: tell every client that there will be no more results, and why. Answered with <see cref="SessionsEnded"/>.</summary>
internal sealed record EndSessions(string Reason);

/// <summary>Ledger to master: the clients have been told.</summary>
internal sealed record SessionsEnded(SessionReport Report);

/// <summary>Pool to ledger: these attempts went to that worker.</summary>
internal sealed record AttemptsAssigned(string Worker, ImmutableArray<TaskAttempt> Attempts);

/// <summary>Pool to ledger: a worker's results, to be acknowledged to <paramref name="Node"/>.</summary>
internal sealed record WorkerResults(IActorRef Node, string Worker, ResultBatch Batch);

/// <summary>Pool to ledger: these attempts run.</summary>
internal sealed record AttemptsStarted(ImmutableArray<StartedTask> Tasks);

/// <summary>Pool to ledger: the worker is gone with these attempts.</summary>
internal sealed record AttemptsLost(string Worker, string Reason, ImmutableArray<TaskAttempt> Attempts)
{
    /// <summary>False = the worker has left in order: no task is to blame.</summary>
    public bool IsCounted { get; init; } = true;
}

/// <summary>Pool to ledger: no worker is large enough for these.</summary>
internal sealed record AttemptsUnschedulable(string Reason, ImmutableArray<TaskAttempt> Attempts);

/// <summary>Pool to ledger: these were still queued and are not any more.</summary>
internal sealed record TasksWithdrawn(ImmutableArray<TaskSpec> Tasks);
