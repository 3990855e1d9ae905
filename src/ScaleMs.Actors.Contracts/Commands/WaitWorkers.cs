using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Waits until workers are registered (RAPTOR's <c>wait_workers</c>). Answered with a <see cref="CommandReply"/>: DONE with the uids of the registered
/// ones, or FAILED with the reason, when one of those named has failed or the deadline is over.
/// </summary>
public sealed record WaitWorkers : Command, IJsonContract
{
    private const double MostSeconds = 30 * 86_400;

    /// <summary>Number of registered workers; 0 = <see cref="Uids"/> only.</summary>
    public int Count { get; init; }

    /// <summary>Uids of workers; empty = any.</summary>
    public ImmutableArray<string> Uids { get; init; } = [];

    /// <summary>Seconds, more than 0.</summary>
    public double Deadline { get; init; } = 300;

    /// <inheritdoc/>
    public override string? Problem() =>
        Count < 0 ? $"count is {Count}; it must be 0 or more"
        : Count == 0 && Uids.IsDefaultOrEmpty ? "a wait_workers command has \"count\", \"uids\" or both"
        : Deadline is not (> 0 and <= MostSeconds) ? $"deadline is {Deadline}; it must be more than 0, and at most {MostSeconds} seconds"
        : null;
}
