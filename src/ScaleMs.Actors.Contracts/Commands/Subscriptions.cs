using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Asks for a <see cref="TaskStateChanged"/> at every transition from now on, until <see cref="Unsubscribe"/> or the end of the
/// sender. Exactly one of the three is given. Answered with a <see cref="CommandReply"/>. Changes are news: one that is lost with a
/// connection is not sent again; <see cref="Query"/> tells what is.
/// </summary>
public sealed record Subscribe : Command, IJsonContract
{
    /// <summary>These tasks.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Every task of this submission, also those still to come.</summary>
    public Guid? Submission { get; init; }

    /// <summary>Every task.</summary>
    public bool All { get; init; }

    /// <summary>Says what is wrong with the command; null = nothing.</summary>
    public string? Problem() =>
        (Ids.IsDefaultOrEmpty ? 0 : 1) + (Submission is null ? 0 : 1) + (All ? 1 : 0) == 1
            ? null
            : "a subscribe command has exactly one of \"ids\" (not empty), \"submission\" and \"all\": true";
}

/// <summary>Ends all subscriptions of the sender. Answered with a <see cref="CommandReply"/>.</summary>
public sealed record Unsubscribe : Command, IJsonContract;

/// <summary>A task has gone from one state to another.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Submission">Its submission ...</param>
/// <param name="Index">... and its place there.</param>
/// <param name="From">The state it was in.</param>
/// <param name="To">The state it is in.</param>
/// <param name="At">When, on the master's clock; when it began to run, on the worker's.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskStateChanged(
    string Uid, Guid Submission, int Index, TaskState From, TaskState To, DateTimeOffset At, int Attempt, string Reason) : IJsonContract;
