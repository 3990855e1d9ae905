using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// A task's dependencies, retries and time limits. In JSON these keys stand beside those of a
/// <see cref="WorkItem"/> or, as in RADICAL-Pilot, of a <see cref="TaskDescription"/>.
/// </summary>
public sealed record TaskScheduling
{
    internal static readonly ImmutableArray<RetryCause> DefaultRetryOn = [RetryCause.WorkerLost];

    /// <summary>All defaults.</summary>
    public static TaskScheduling Default { get; } = new();

    /// <summary>A name by which later tasks of the same submission refer to this one.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Tasks that must end first: uids of tasks that the master knows, or names in this submission.</summary>
    [JsonPropertyName("depends_on")]
    public ImmutableArray<string> DependsOn { get; init; } = [];

    [JsonPropertyName("on_dependency_failure")]
    public DependencyFailure OnDependencyFailure { get; init; }

    /// <summary>
    /// Further attempts after failures with a cause in <see cref="RetryOn"/>, 0 or more. Absent = one less than
    /// <c>scalems.workers.max-attempts</c>; if a worker was lost, only attempts in which the task was running count.
    /// </summary>
    [JsonPropertyName("max_retries")]
    public int? MaxRetries { get; init; }

    /// <summary>Causes of failure after which the task is retried.</summary>
    [JsonPropertyName("retry_on")]
    public ImmutableArray<RetryCause> RetryOn { get; init; } = DefaultRetryOn;

    /// <summary>Seconds before the first retry; doubled for each further one, up to an hour.</summary>
    [JsonPropertyName("retry_delay")]
    public double RetryDelay { get; init; }

    /// <summary>Seconds from submission within which the task must start, else it is FAILED; 0 = no limit.</summary>
    [JsonPropertyName("queue_timeout")]
    public double QueueTimeout { get; init; }

    /// <summary>Seconds from submission within which the task must end, including retries and waiting; 0 = no limit.</summary>
    [JsonPropertyName("total_timeout")]
    public double TotalTimeout { get; init; }

    /// <summary>
    /// True = never deduplicated: runs under a uid of its own even if an equal task ran. Absent = true for programs, which are run for
    /// their side effects, and for code, whose imports are not known, and false for functions.
    /// </summary>
    [JsonPropertyName("fresh")]
    public bool? Fresh { get; init; }

    /// <summary>
    /// The place in the submitter's trace that the task belongs to, as a W3C traceparent; null = that of its submission. A task whose trace
    /// is recorded there is always traced.
    /// </summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    /// <summary>True = while no worker can run the task, because none has what it needs, it waits for one that has; false = it is refused.</summary>
    [JsonPropertyName("wait_for_resources")]
    public bool WaitForResources { get; init; }

    /// <summary>Ten years, in seconds: far from any overflow.</summary>
    internal const double MaxSeconds = 10 * 365.25 * 86_400;

    /// <summary>What is wrong; null = nothing.</summary>
    public string? Problem() =>
        MaxRetries is < 0 or > MaxRetriesLimit ? $"max_retries is {MaxRetries}; it must be 0 to {MaxRetriesLimit}"
        : TimeProblem("retry_delay", RetryDelay) ?? TimeProblem("queue_timeout", QueueTimeout) ?? TimeProblem("total_timeout", TotalTimeout)
        ?? Tasks.TraceParent.Problem(TraceParent);

    private const int MaxRetriesLimit = 1_000;

    internal static string? TimeProblem(string key, double seconds) =>
        seconds is >= 0 and <= MaxSeconds ? null : $"{key} is {seconds}; it must be 0 to {MaxSeconds:F0} seconds";
}
