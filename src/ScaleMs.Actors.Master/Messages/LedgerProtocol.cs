using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Messages;

// Messages between the actors of one master. None of them leaves its process.

/// <summary>Add-item handler or router to ledger: one task of an actor without a session.</summary>
/// <param name="Row">The task; the ledger gives it its key.</param>
/// <param name="Submitter">Gets the result.</param>
/// <param name="Reply">Sent to the submitter on acceptance, before any result; null = none.</param>
internal sealed record AddTask(TaskRow Row, IActorRef Submitter, CommandReply? Reply);

/// <summary>Workflow handler to ledger: a graph of an actor without a session, all of it or nothing.</summary>
/// <param name="Batch">The tasks; the ledger gives them their session.</param>
/// <param name="Names">The name of each.</param>
/// <param name="Submitter">Gets the results.</param>
/// <param name="CommandUid">For a refusal.</param>
/// <param name="Reply">Sent to the submitter on acceptance, before any result.</param>
internal sealed record AddGraph(SubmitBatch Batch, ImmutableArray<string> Names, IActorRef Submitter, string CommandUid, CommandReply Reply);

/// <summary>Handler to ledger: answer this.</summary>
internal sealed record LedgerReport(string CommandUid, IActorRef Asker);

/// <summary>Handler to ledger: announce changes to the asker.</summary>
internal sealed record LedgerSubscribe(Subscribe Subscribe, string CommandUid, IActorRef Asker);

/// <summary>Handler to ledger: announce no more to the asker.</summary>
internal sealed record LedgerUnsubscribe(string CommandUid, IActorRef Asker);

/// <summary>Handler to ledger: what has this task printed?</summary>
internal sealed record LedgerReadLog(ReadLog Read, string CommandUid, IActorRef Asker);

/// <summary>Pool to ledger: the workers that are registered now are others, or have other code.</summary>
/// <param name="Processes">Their processes, and those of workers that may come back.</param>
/// <param name="Code">The code of their functions, of all of them.</param>
internal sealed record WorkersChanged(ImmutableArray<string> Processes, ImmutableArray<CodeIdentity> Code);

/// <summary>Pool to ledger: a worker holds these from before; answered with <see cref="HeldClaimed"/>.</summary>
internal sealed record ClaimHeld(Guid RegistrationId, ImmutableArray<AckRow> Held);

/// <summary>Master to ledger: the session's results go to that actor.</summary>
internal sealed record AttachSession(Guid Session, IActorRef Client);

/// <summary>Query handler, through the pool, to ledger: answer this.</summary>
internal sealed record LedgerQuery(Query Query, string CommandUid, ImmutableArray<WorkerStatus> Workers, IActorRef Asker);

/// <summary>Cancel handler to ledger: do this and answer.</summary>
internal sealed record LedgerCancel(Cancel Cancel, string CommandUid, IActorRef Asker);

/// <summary>Master to ledger: accept nothing more; answer <see cref="LedgerDrained"/> when all is final and delivered.</summary>
/// <param name="Mode">What becomes of tasks that are not final.</param>
/// <param name="Reason">What a submitter is told from now on.</param>
internal sealed record DrainLedger(StopMode Mode, string Reason);

/// <summary>Ledger to master, once.</summary>
/// <param name="Dropped">Uids of tasks that the stop dropped.</param>
/// <param name="Report">What became of everything.</param>
internal sealed record LedgerDrained(ImmutableArray<string> Dropped, SessionReport Report);

/// <summary>Master to ledger: tell every client that there will be no more results, and why. Answered with <see cref="SessionsEnded"/>.</summary>
internal sealed record EndSessions(string Reason);

/// <summary>Ledger to master: the clients are told.</summary>
internal sealed record SessionsEnded(SessionReport Report);

/// <summary>Pool to ledger: these attempts went to that worker.</summary>
internal sealed record AttemptsAssigned(string Worker, ImmutableArray<TaskAttempt> Attempts);

/// <summary>Pool to ledger: a worker's results, to be acknowledged to <paramref name="Node"/>.</summary>
internal sealed record WorkerResults(IActorRef Node, string Worker, ResultBatch Batch);

/// <summary>Pool to ledger: these attempts run.</summary>
internal sealed record AttemptsStarted(ImmutableArray<StartedTask> Tasks);

/// <summary>Pool to ledger: the worker is gone with these attempts.</summary>
internal sealed record AttemptsLost(string Worker, string Reason, ImmutableArray<TaskAttempt> Attempts);

/// <summary>Pool to ledger: no worker is large enough for these.</summary>
internal sealed record AttemptsUnschedulable(string Reason, ImmutableArray<TaskAttempt> Attempts);

/// <summary>Pool to ledger: these were still queued and are not any more.</summary>
internal sealed record TasksWithdrawn(ImmutableArray<TaskSpec> Tasks);
