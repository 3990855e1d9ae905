using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>What became of the work that a master was given since it started (the seed's "Master report").</summary>
public sealed record SessionReport
{
    public required string Master { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Reported { get; init; }

    /// <summary>Tasks accepted, those recovered from the journal included.</summary>
    public required long Accepted { get; init; }

    /// <summary>Of them, unfinished ones that the journal brought back from an earlier run.</summary>
    public long Recovered { get; init; }

    /// <summary>Tasks by state; final ones count also when their records have been forgotten.</summary>
    public required ImmutableSortedDictionary<TaskState, long> Counts { get; init; }

    /// <summary>Failed tasks by the name of their error: an exception's type, <c>timeout</c>, <c>worker lost</c>, <c>exit code 3</c> and so on.</summary>
    public ImmutableSortedDictionary<string, long> Failures { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public long DuplicateHits { get; init; }

    public long Retries { get; init; }

    public long StaleResults { get; init; }

    /// <summary>Seconds that DONE and FAILED tasks have run, in all.</summary>
    public double RunSeconds { get; init; }

    /// <summary>The longest of them.</summary>
    public double LongestRunSeconds { get; init; }

    /// <summary>Seconds from acceptance to begin, on average over all that have begun.</summary>
    public double MeanWaitSeconds { get; init; }

    /// <summary>By name, those that are gone included.</summary>
    public ImmutableSortedDictionary<string, WorkerReport> Workers { get; init; } = ImmutableSortedDictionary<string, WorkerReport>.Empty;

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, ContractsJson.Info<SessionReport>());

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="ProtocolException">Not a report.</exception>
    public static SessionReport Parse(ReadOnlySpan<byte> utf8Json) => ContractsJson.Read(utf8Json, ContractsJson.Info<SessionReport>(), "a report");
}

/// <summary>What one worker did.</summary>
public sealed record WorkerReport
{
    public long Done { get; init; }

    public long Failed { get; init; }

    public long Canceled { get; init; }

    /// <summary>Attempts that were lost with it.</summary>
    public long Lost { get; init; }

    public double RunSeconds { get; init; }
}
