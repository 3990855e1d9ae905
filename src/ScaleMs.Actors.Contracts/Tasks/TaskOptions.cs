using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// What the master needs besides the row: <see cref="TaskScheduling"/> with its names resolved. Most tasks have none.
/// </summary>
[OmitDefaults]
public sealed record TaskOptions
{
    /// <summary>The task's name in its submission, for people; null = it has none.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Tasks that must end first, each as a uid, or as <c>#</c> and an index in the same submission.</summary>
    [JsonPropertyName("after")]
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>
    /// Whether the payload's arguments contain references, <c>{"$ref": …}</c> with such a uid or index, to be replaced by that task's
    /// return value.
    /// </summary>
    [JsonPropertyName("refs")]
    public bool References { get; init; }

    [JsonPropertyName("run_anyway")]
    public bool RunAnyway { get; init; }

    [JsonPropertyName("max_retries")]
    public int? MaxRetries { get; init; }

    /// <summary>Null = <see cref="RetryCause.WorkerLost"/> alone.</summary>
    [JsonPropertyName("retry_on")]
    public ImmutableArray<RetryCause>? RetryOn { get; init; }

    [JsonPropertyName("retry_delay_ms")]
    public long RetryDelayMilliseconds { get; init; }

    [JsonPropertyName("queue_timeout_ms")]
    public long QueueTimeoutMilliseconds { get; init; }

    [JsonPropertyName("total_timeout_ms")]
    public long TotalTimeoutMilliseconds { get; init; }

    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    /// <summary>The reference to a task of the same submission, by its index.</summary>
    public static string Reference(int index) => string.Create(CultureInfo.InvariantCulture, $"#{index}");

    /// <summary>The index that a reference has; null = it is a uid.</summary>
    public static int? IndexOf(string reference) =>
        reference.StartsWith('#') && int.TryParse(reference.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>Whether the task is retried after a failure with this cause.</summary>
    public bool Retries(RetryCause cause) => RetryOn is { } causes ? causes.Contains(cause) : cause == RetryCause.WorkerLost;

    /// <summary>The wire form; empty = all defaults.</summary>
    public byte[] ToUtf8Json() => Equals(None) ? [] : JsonSerializer.SerializeToUtf8Bytes(this, ContractsJson.Info<TaskOptions>());

    /// <summary>Reads the wire form.</summary>
    /// <exception cref="ProtocolException">Not options.</exception>
    public static TaskOptions Parse(ReadOnlySpan<byte> utf8Json) =>
        utf8Json.IsEmpty ? None : ContractsJson.Read(utf8Json, ContractsJson.Info<TaskOptions>(), "options of a task");

    /// <summary>All defaults.</summary>
    public static TaskOptions None { get; } = new();

    /// <summary>The options of a submitter's scheduling, with <paramref name="after"/> resolved.</summary>
    public static TaskOptions Of(TaskScheduling scheduling, ImmutableArray<string> after, bool references) => new()
    {
        Name = scheduling.Name,

        // The shared empty array, so that options without dependencies equal None.
        After = after.IsEmpty ? [] : after,
        References = references,
        RunAnyway = scheduling.OnDependencyFailure == DependencyFailure.Run,
        MaxRetries = scheduling.MaxRetries,
        RetryOn = scheduling.RetryOn is [RetryCause.WorkerLost] ? null : scheduling.RetryOn,
        RetryDelayMilliseconds = Milliseconds(scheduling.RetryDelay),
        QueueTimeoutMilliseconds = Milliseconds(scheduling.QueueTimeout),
        TotalTimeoutMilliseconds = Milliseconds(scheduling.TotalTimeout),
        TraceParent = scheduling.TraceParent,
    };

    public static long Milliseconds(double seconds) => (long)Math.Ceiling(seconds * 1000);
}
