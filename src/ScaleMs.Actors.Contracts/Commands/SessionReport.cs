using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>Statistics of a master's tasks since it started (the seed's "Master report").</summary>
public sealed record SessionReport
{
    public required string Master { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Reported { get; init; }

    /// <summary>Tasks accepted, including those recovered from the journal.</summary>
    public required long Accepted { get; init; }

    /// <summary>Of them, unfinished tasks of an earlier run, recovered from the journal.</summary>
    public long Recovered { get; init; }

    /// <summary>Tasks by state, including final tasks whose records have been evicted.</summary>
    public required ImmutableSortedDictionary<TaskState, long> Counts { get; init; }

    /// <summary>Failed tasks by name of the error: an exception's type, <c>timeout</c>, <c>worker lost</c>, <c>exit code 3</c> and so on.</summary>
    public ImmutableSortedDictionary<string, long> Failures { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public long DuplicateHits { get; init; }

    public long Retries { get; init; }

    public long StaleResults { get; init; }

    /// <summary>Total run time of DONE and FAILED tasks, in seconds.</summary>
    public double RunSeconds { get; init; }

    /// <summary>The longest run time of one of them, in seconds.</summary>
    public double LongestRunSeconds { get; init; }

    /// <summary>Mean time from acceptance to start, over all started tasks, in seconds.</summary>
    public double MeanWaitSeconds { get; init; }

    /// <summary>Workers by name, including disconnected ones.</summary>
    public ImmutableSortedDictionary<string, WorkerReport> Workers { get; init; } = ImmutableSortedDictionary<string, WorkerReport>.Empty;

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, ContractsJson.Info<SessionReport>());

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="ProtocolException">Not a report.</exception>
    public static SessionReport Parse(ReadOnlySpan<byte> utf8Json) => ContractsJson.Read(utf8Json, ContractsJson.Info<SessionReport>(), "a report");
}

/// <summary>Statistics of one worker.</summary>
public sealed record WorkerReport
{
    public long Done { get; init; }

    public long Failed { get; init; }

    public long Canceled { get; init; }

    /// <summary>Attempts lost with the worker.</summary>
    public long Lost { get; init; }

    public double RunSeconds { get; init; }
}
