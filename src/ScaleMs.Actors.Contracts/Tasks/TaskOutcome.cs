using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// What a worker says of a task that ended: the payload of a <see cref="Batches.ResultRow"/>, as compact JSON without keys that
/// have their default. The master passes the bytes on without reading them.
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

    /// <summary>An outcome that is an error of the given kind: <paramref name="kind"/> is one of <see cref="ErrorKind"/> or the name of an exception's type.</summary>
    public static TaskOutcome Error(string kind, string message, string? detail = null) =>
        new() { Exception = $"{kind}: {message}", ExceptionDetail = detail };

    /// <summary>Reads the wire form; what cannot be read becomes an outcome that says so.</summary>
    public static TaskOutcome ParseOrError(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return Parse(utf8Json);
        }
        catch (ProtocolException error)
        {
            return Error(ErrorKind.UnreadableOutcome, $"what the worker said of the task is {error.Message}");
        }
    }

    /// <summary>The wire form.</summary>
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, ContractsJson.Info<TaskOutcome>());

    /// <summary>Reads the wire form; empty = all defaults.</summary>
    /// <exception cref="ProtocolException">Not an outcome.</exception>
    public static TaskOutcome Parse(ReadOnlySpan<byte> utf8Json) =>
        utf8Json.IsEmpty ? new TaskOutcome() : ContractsJson.Read(utf8Json, ContractsJson.Info<TaskOutcome>(), "a task outcome");
}
