using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// When, how often and after what a task runs, apart from what it is. In JSON these keys stand beside those of a
/// <see cref="WorkItem"/> or, as in RADICAL-Pilot, of a <see cref="TaskDescription"/>.
/// </summary>
public sealed record TaskScheduling
{
    internal static readonly ImmutableArray<RetryCause> DefaultRetryOn = [RetryCause.WorkerLost];

    /// <summary>Nothing out of the ordinary.</summary>
    public static TaskScheduling Default { get; } = new();

    /// <summary>A name by which later tasks of the same submission refer to this one.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Tasks that must have ended first: uids of tasks that the master knows, or names of this submission.</summary>
    [JsonPropertyName("depends_on")]
    public ImmutableArray<string> DependsOn { get; init; } = [];

    [JsonPropertyName("on_dependency_failure")]
    public DependencyFailure OnDependencyFailure { get; init; }

    /// <summary>
    /// Further attempts after one that failed for a cause in <see cref="RetryOn"/>, 0 or more. Absent = one less
    /// than <c>scalems.workers.max-attempts</c>; where a worker was lost, only those attempts count under which it ran.
    /// </summary>
    [JsonPropertyName("max_retries")]
    public int? MaxRetries { get; init; }

    /// <summary>Causes for which there is another attempt.</summary>
    [JsonPropertyName("retry_on")]
    public ImmutableArray<RetryCause> RetryOn { get; init; } = DefaultRetryOn;

    /// <summary>Seconds before the first retry; each further one waits twice as long, an hour at most.</summary>
    [JsonPropertyName("retry_delay")]
    public double RetryDelay { get; init; }

    /// <summary>Seconds from submission within which it must have begun, else it is FAILED; 0 = no limit.</summary>
    [JsonPropertyName("queue_timeout")]
    public double QueueTimeout { get; init; }

    /// <summary>Seconds from submission within which it must have ended, retries and waiting included; 0 = no limit.</summary>
    [JsonPropertyName("total_timeout")]
    public double TotalTimeout { get; init; }

    /// <summary>
    /// True = runs anew, under a uid of its own, although an equal task ran. Absent = true for programs, whose effect is not their
    /// result, and false for functions.
    /// </summary>
    [JsonPropertyName("fresh")]
    public bool? Fresh { get; init; }

    /// <summary>Ten years, in seconds: far from any overflow.</summary>
    internal const double MaxSeconds = 10 * 365.25 * 86_400;

    /// <summary>Says what is wrong; null = nothing.</summary>
    public string? Problem() =>
        MaxRetries is < 0 or > MaxRetriesLimit ? $"max_retries is {MaxRetries}; 0 to {MaxRetriesLimit} are possible"
        : TimeProblem("retry_delay", RetryDelay) ?? TimeProblem("queue_timeout", QueueTimeout) ?? TimeProblem("total_timeout", TotalTimeout);

    private const int MaxRetriesLimit = 1_000;

    internal static string? TimeProblem(string key, double seconds) =>
        seconds is >= 0 and <= MaxSeconds ? null : $"{key} is {seconds}; 0 to {MaxSeconds:F0} seconds are possible";
}
