using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Lets workers go: they finish the tasks that they have, get no others, and leave; those that have not registered are cancelled. Answered with a
/// <see cref="CommandReply"/> whose return value is <c>{"released": [uids], "unknown": [uids]}</c>.
/// </summary>
public sealed record ReleaseWorkers : Command, IJsonContract
{
    /// <summary>Uids or names of workers.</summary>
    public ImmutableArray<string> Uids { get; init; } = [];

    /// <summary>All workers.</summary>
    public bool All { get; init; }

    /// <inheritdoc/>
    public override string? Problem() => (Uids.IsDefaultOrEmpty ? 0 : 1) + (All ? 1 : 0) == 1 ? null : "a release_workers command has exactly one of \"uids\" (not empty) and \"all\": true";
}
