using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Cancels tasks: queued ones never start, running ones are terminated. Exactly one of the four properties is set.
/// Answered with a <see cref="CommandReply"/> whose return value is <c>{"canceled": n, "already_final": n, "unknown": [uids]}</c>;
/// the submitter then receives the record of every cancelled task.
/// </summary>
public sealed record Cancel : Command, IJsonContract
{
    /// <summary>Uids of tasks.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Every task of this submission.</summary>
    public Guid? Submission { get; init; }

    /// <summary>Every task of the client with this session.</summary>
    public Guid? Client { get; init; }

    /// <summary>Every task the master has.</summary>
    public bool All { get; init; }

    /// <inheritdoc/>
    public override string? Problem() =>
        (Ids.IsDefaultOrEmpty ? 0 : 1) + (Submission is null ? 0 : 1) + (Client is null ? 0 : 1) + (All ? 1 : 0) == 1
            ? null
            : "a cancel command has exactly one of \"ids\" (not empty), \"submission\", \"client\" and \"all\": true";
}
