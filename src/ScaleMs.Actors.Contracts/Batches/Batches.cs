using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Batches;

// The six messages of the hot path, in the order in which a task's life meets them. Each crosses a process through BatchSerializer.

/// <summary>Client to master: tasks of one submission. Answered with <see cref="AcceptedBatch"/>.</summary>
/// <param name="Session">The client session that gets the results.</param>
/// <param name="Submission">Made by the client; the same for all batches of a submission.</param>
/// <param name="Tasks">Rows whose <see cref="TaskRow.Key"/> names <paramref name="Submission"/>; <see cref="TaskRow.Attempt"/> is 0.</param>
public sealed record SubmitBatch(Guid Session, Guid Submission, ImmutableArray<TaskRow> Tasks) : IBatch
{
    /// <summary>All of the tasks are accepted or none. Else each is judged by itself.</summary>
    public bool Atomic { get; init; }

    /// <summary>Tasks of the submission that may be in workers' hands at one time; 0 = any number. The last batch's value counts.</summary>
    public int MaxRunning { get; init; }
}

/// <summary>
/// Master to client: the tasks with these indices are the master's responsibility from now on, save those refused.
/// Sent again when the same batch comes again.
/// </summary>
/// <param name="Submission">As in the <see cref="SubmitBatch"/>.</param>
/// <param name="First">Lowest index of the batch.</param>
/// <param name="Count">Number of rows of the batch.</param>
/// <param name="Refused">
/// Indices not accepted, with the reason. Such a task has ended for the client. Of an atomic batch only the one because of which nothing
/// was accepted.
/// </param>
public sealed record AcceptedBatch(Guid Submission, int First, int Count, ImmutableArray<RefusedRow> Refused) : IBatch
{
    /// <summary>The master holds as many unfinished tasks as it may: nothing of the batch was accepted, and it is to be sent again later.</summary>
    public bool Busy { get; init; }
}

/// <summary>Master to worker: tasks to run, in order.</summary>
/// <param name="Tasks">Rows with the attempt number to report back.</param>
public sealed record AssignBatch(ImmutableArray<TaskRow> Tasks) : IBatch;

/// <summary>
/// Worker to master: how much the node is willing to hold. Both numbers only grow during one registration, so a repeated
/// grant does no harm and a lost one is made good by the next. Sent when tasks end, and soon after assignments arrive even if
/// none ends: rows that <paramref name="Received"/> does not account for within seconds are taken for lost and sent again (a
/// worker ignores rows that it has). Answered with <see cref="Workers.WorkerUnknown"/> by a master that does not know the node.
/// </summary>
/// <param name="RegistrationId">The worker's registration, <see cref="Workers.RegisterWorker.RegistrationId"/>.</param>
/// <param name="Granted">Slots' worth of tasks that the node has been willing to take since it registered.</param>
/// <param name="Received">Rows of <see cref="AssignBatch"/> that have arrived since it registered.</param>
public sealed record CreditGrant(Guid RegistrationId, long Granted, long Received) : IBatch;

/// <summary>Worker to master, and master to client: tasks that are final. Sent again until acknowledged.</summary>
/// <param name="Results">In order of completion.</param>
public sealed record ResultBatch(ImmutableArray<ResultRow> Results) : IBatch;

/// <summary>Answer to <see cref="ResultBatch"/>: the receiver has these results, the sender may forget them.</summary>
/// <param name="Results">Task and attempt of each row.</param>
public sealed record ResultAck(ImmutableArray<AckRow> Results) : IBatch;
