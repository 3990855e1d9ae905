using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>One call of a function (the seed's <c>ScalemsRaptorWorkItem</c>, with the same JSON keys).</summary>
public sealed partial record WorkItem
{
    /// <summary>Name of a public method or function of <see cref="Module"/>.</summary>
    [JsonPropertyName("func")]
    public required string Func { get; init; }

    /// <summary>Full name of a .NET type, in the base library or in an assembly given to the worker, or of a Python module.</summary>
    [JsonPropertyName("module")]
    public required string Module { get; init; }

    /// <summary>Positional arguments.</summary>
    [JsonPropertyName("args")]
    public ImmutableArray<JsonElement> Args { get; init; } = [];

    /// <summary>Arguments by parameter name.</summary>
    [JsonPropertyName("kwargs")]
    public ImmutableSortedDictionary<string, JsonElement> Kwargs { get; init; } = NoKwargs;

    /// <summary>
    /// How the call receives its <see cref="ICommunicator"/>: null = not at all, "" = as the last positional argument,
    /// otherwise the parameter's name.
    /// </summary>
    [JsonPropertyName("comm_arg_name")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? CommArgName { get; init; }

    /// <summary>Name of the runtime, see <see cref="TaskRuntime.Name"/>; null = the one where <see cref="Module"/> is found.</summary>
    [JsonPropertyName("runtime")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Runtime { get; init; }

    /// <summary>Prefix of a virtual environment whose interpreter runs the function; null = the worker's own.</summary>
    [JsonPropertyName("named_env")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NamedEnv { get; init; }

    private static readonly ImmutableSortedDictionary<string, JsonElement> NoKwargs =
        ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>A call with positional arguments, each encoded as JSON.</summary>
    /// <exception cref="ArgumentException">One cannot be written as JSON.</exception>
    public static WorkItem Create(string module, string func, params ReadOnlySpan<object?> args)
    {
        var encoded = ImmutableArray.CreateBuilder<JsonElement>(args.Length);
        foreach (var arg in args)
        {
            encoded.Add(StrictJson.Argument(arg, string.Create(CultureInfo.InvariantCulture, $"{encoded.Count + 1}")));
        }

        return new WorkItem { Module = module, Func = func, Args = encoded.MoveToImmutable() };
    }

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="ProtocolException">Not JSON, a key is missing, unknown or of the wrong type.</exception>
    public static WorkItem Parse(ReadOnlySpan<byte> utf8Json) => ContractsJson.Read(utf8Json, ContractsJson.Info<WorkItem>(), "a work item");

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static WorkItem Parse(string json) => Parse(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Why no worker can run it; null = one may.</summary>
    public string? Problem() => TaskRuntime.Problem(Runtime, NamedEnv);

    /// <summary>The JSON form, compact: the five keys of the seed, and those of the runtime that are given.</summary>
    /// <exception cref="ProtocolException">A text or a value in it cannot be written as JSON.</exception>
    public byte[] ToUtf8Json() => StrictJson.Contract(this, "a work item");

    /// <summary>The uid of this item's task: the same for equal items, in every process.</summary>
    public TaskUid Uid() => TaskUid.OfCanonicalJson(ToUtf8Json());

    /// <summary>The seed's 32-bit fingerprint, for display only.</summary>
    public uint Fingerprint()
    {
        _ = TaskUid.OfCanonicalJson(ToUtf8Json(), out var fingerprint);
        return fingerprint;
    }
}
