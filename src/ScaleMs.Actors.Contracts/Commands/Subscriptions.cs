using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Asks for a <see cref="TaskStateChanged"/> at every transition from now on, until <see cref="Unsubscribe"/> or the sender's
/// termination. Exactly one of the four properties is set. Answered with a <see cref="CommandReply"/>. Delivery is best effort: a
/// change lost with a connection is not sent again; <see cref="Query"/> returns the current state.
/// </summary>
public sealed record Subscribe : Command, IJsonContract
{
    /// <summary>These tasks.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Every task of this submission, including tasks submitted later.</summary>
    public Guid? Submission { get; init; }

    /// <summary>Every task.</summary>
    public bool All { get; init; }

    /// <summary>Every worker: a <see cref="WorkerStateChanged"/> for each change, and at once one for each worker that there is.</summary>
    public bool Workers { get; init; }

    /// <inheritdoc/>
    public override string? Problem() =>
        (Ids.IsDefaultOrEmpty ? 0 : 1) + (Submission is null ? 0 : 1) + (All ? 1 : 0) + (Workers ? 1 : 0) == 1
            ? null
            : "a subscribe command has exactly one of \"ids\" (not empty), \"submission\", \"all\": true and \"workers\": true";
}

/// <summary>Ends all subscriptions of the sender. Answered with a <see cref="CommandReply"/>.</summary>
public sealed record Unsubscribe : Command, IJsonContract;

/// <summary>A task has changed state.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Submission">Its submission ...</param>
/// <param name="Index">... and its place there.</param>
/// <param name="From">The previous state.</param>
/// <param name="To">The new state.</param>
/// <param name="At">Time of the change, on the master's clock; a task's start is on the worker's.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskStateChanged(
    string Uid, Guid Submission, int Index, TaskState From, TaskState To, DateTimeOffset At, int Attempt, string Reason) : IJsonContract;
