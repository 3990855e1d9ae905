using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// A worker's report of a task that ended: the payload of a <see cref="Batches.ResultRow"/>, as compact JSON without default values.
/// The master passes the bytes on without reading them.
/// </summary>
[OmitDefaults]
public sealed record TaskOutcome
{
    [JsonPropertyName("return_value")]
    public JsonElement? ReturnValue { get; init; }

    [JsonPropertyName("stdout")]
    public string Stdout { get; init; } = "";

    [JsonPropertyName("stderr")]
    public string Stderr { get; init; } = "";

    [JsonPropertyName("exit_code")]
    public int? ExitCode { get; init; }

    [JsonPropertyName("exception")]
    public string? Exception { get; init; }

    [JsonPropertyName("exception_detail")]
    public string? ExceptionDetail { get; init; }

    /// <summary>The kind of the error; null = no error.</summary>
    [JsonPropertyName("error_kind")]
    public ErrorKind? ErrorKind { get; init; }

    /// <summary>The prefix of <see cref="Exception"/>: the name of an exception's type, or a few words; null = no error.</summary>
    [JsonPropertyName("error_type")]
    public string? ErrorType { get; init; }

    /// <summary>Keys of files that the task needs and of which there is no copy any more; the master has them made again if it can.</summary>
    [JsonPropertyName("lost_files")]
    public ImmutableArray<string> LostFiles { get; init; } = [];

    /// <summary>An outcome with an error.</summary>
    /// <param name="type">Its kind and name.</param>
    /// <param name="message">What happened.</param>
    /// <param name="detail">A stack trace, or what to do.</param>
    public static TaskOutcome Error(ErrorType type, string message, string? detail = null) => new TaskOutcome { ExceptionDetail = detail }.With(type, message);

    /// <summary>This outcome with an error.</summary>
    public TaskOutcome With(ErrorType type, string message) => this with { ErrorKind = type.Kind, ErrorType = type.Name, Exception = type.Text(message) };

    /// <summary>Reads the wire form; an unreadable one becomes an outcome with that error.</summary>
    public static TaskOutcome ParseOrError(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return Parse(utf8Json);
        }
        catch (ProtocolException error)
        {
            return Error(Tasks.ErrorType.UnreadableOutcome, $"the worker's answer is {error.Message}");
        }
    }

    /// <summary>The wire form.</summary>
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, ContractsJson.Info<TaskOutcome>());

    /// <summary>Reads the wire form; empty = all defaults.</summary>
    /// <exception cref="ProtocolException">Not an outcome.</exception>
    public static TaskOutcome Parse(ReadOnlySpan<byte> utf8Json) =>
        utf8Json.IsEmpty ? new TaskOutcome() : ContractsJson.Read(utf8Json, ContractsJson.Info<TaskOutcome>(), "a task outcome");
}
