using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Text;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>All information about a task (the seed's <c>TaskDictionary</c>, same JSON keys).</summary>
public sealed record TaskRecord : IJsonContract
{
    private const int MostOfException = 4096;

    [JsonPropertyName("uid")]
    public required string Uid { get; init; }

    /// <summary>Its name in its submission, if it has one and the reply includes it.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("state")]
    public required TaskState State { get; init; }

    /// <summary>The final state that the task was heading for when the record was created.</summary>
    [JsonPropertyName("target_state")]
    public TaskState? TargetState { get; init; }

    /// <summary>The return value as JSON: for several ranks, a list in rank order.</summary>
    [JsonPropertyName("return_value")]
    public JsonElement? ReturnValue { get; init; }

    [JsonPropertyName("stdout")]
    public string Stdout { get; init; } = "";

    [JsonPropertyName("stderr")]
    public string Stderr { get; init; } = "";

    /// <summary>0 = success; otherwise a program's own exit code; null = no exit code.</summary>
    [JsonPropertyName("exit_code")]
    public int? ExitCode { get; init; }

    /// <summary>Type and message of the error: <c>System.DivideByZeroException: Attempted to divide by zero.</c></summary>
    [JsonPropertyName("exception")]
    public string? Exception { get; init; }

    /// <summary>The kind of the error; null = no error.</summary>
    [JsonPropertyName("error_kind")]
    public ErrorKind? ErrorKind { get; init; }

    /// <summary>The prefix of <see cref="Exception"/>: the name of an exception's type, or a few words.</summary>
    [JsonPropertyName("error_type")]
    public string? ErrorType { get; init; }

    /// <summary>Stack trace or other detail.</summary>
    [JsonPropertyName("exception_detail")]
    public string? ExceptionDetail { get; init; }

    /// <summary>1 for the first attempt; higher after retries or a lost worker.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; }

    /// <summary>Name of the worker that ran the last attempt.</summary>
    [JsonPropertyName("worker")]
    public string? Worker { get; init; }

    /// <summary>
    /// The code that the return value and its inputs were computed with, as module and version of each, if the reply includes it.
    /// </summary>
    [JsonPropertyName("code")]
    public System.Collections.Immutable.ImmutableArray<string>? Code { get; init; }

    /// <summary>Of a work item: its 32-bit fingerprint in SCALE-MS, for display; different items may have the same.</summary>
    [JsonPropertyName("fingerprint")]
    public uint? Fingerprint { get; init; }

    /// <summary>The submission that the task belongs to, if the reply includes it ...</summary>
    [JsonPropertyName("submission")]
    public Guid? Submission { get; init; }

    /// <summary>... and its 0-based place there.</summary>
    [JsonPropertyName("index")]
    public int? Index { get; init; }

    [JsonPropertyName("timestamps")]
    public TaskTimestamps Timestamps { get; init; } = TaskTimestamps.None;

    /// <summary>Every state that the task has entered, with time and reason, if the reply includes it.</summary>
    [JsonPropertyName("transitions")]
    public System.Collections.Immutable.ImmutableArray<TaskTransition>? Transitions { get; init; }

    /// <summary>The task as submitted, if the reply includes it.</summary>
    [JsonPropertyName("description")]
    public JsonElement? Description { get; init; }

    /// <summary>
    /// Bytes of <see cref="ReturnValue"/>, <see cref="Stdout"/>, <see cref="Stderr"/> and <see cref="ExceptionDetail"/> omitted here
    /// because they do not fit into a message; null = nothing omitted. The results of the submission contain them.
    /// </summary>
    [JsonPropertyName("omitted")]
    public long? Omitted { get; init; }

    /// <summary>Why the task failed, for people: its exception, else its exit code.</summary>
    public string FailureReason() => Exception ?? (ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : "no reason was given");

    /// <summary>This record with a worker's outcome.</summary>
    public TaskRecord With(TaskOutcome outcome) => this with
    {
        ReturnValue = outcome.ReturnValue,
        Stdout = outcome.Stdout,
        Stderr = outcome.Stderr,
        ExitCode = outcome.ExitCode,
        ErrorKind = outcome.ErrorKind,
        ErrorType = outcome.ErrorType,
        Exception = outcome.Exception,
        ExceptionDetail = outcome.ExceptionDetail,
    };

    /// <summary>This record as FAILED, with an error.</summary>
    public TaskRecord Failed(ErrorType type, string message) =>
        this with { State = TaskState.Failed, ErrorKind = type.Kind, ErrorType = type.Name, Exception = type.Text(message) };

    /// <summary>This record without the members that may be large.</summary>
    /// <param name="bytes">Size of the omitted members.</param>
    public TaskRecord WithoutPayload(long bytes) => this with
    {
        ReturnValue = null,
        Stdout = "",
        Stderr = "",
        Exception = Exception is { } text ? Excerpt.Of(text, MostOfException) : null,
        ExceptionDetail = null,
        Description = null,
        Omitted = bytes,
    };
}

/// <summary>A state that a task has entered.</summary>
/// <param name="State">The state.</param>
/// <param name="At">When; UTC.</param>
/// <param name="Attempt">The attempt, 1 for the first.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskTransition(TaskState State, DateTimeOffset At, int Attempt, string Reason);

/// <summary>When a task entered its states; null = not (yet). UTC.</summary>
public sealed record TaskTimestamps
{
    public static TaskTimestamps None { get; } = new();

    /// <summary>A time on the wire: microseconds since 1970-01-01 UTC; 0 or less = none.</summary>
    public static DateTimeOffset? OfMicroseconds(long microseconds) =>
        microseconds <= 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>A time on the wire that is known; none is 1970-01-01.</summary>
    public static DateTimeOffset At(long microseconds) => OfMicroseconds(microseconds) ?? DateTimeOffset.UnixEpoch;

    /// <summary>A time in its wire form.</summary>
    public static long ToMicroseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [JsonPropertyName("submitted")]
    public DateTimeOffset? Submitted { get; init; }

    [JsonPropertyName("assigned")]
    public DateTimeOffset? Assigned { get; init; }

    [JsonPropertyName("started")]
    public DateTimeOffset? Started { get; init; }

    [JsonPropertyName("finished")]
    public DateTimeOffset? Finished { get; init; }
}
