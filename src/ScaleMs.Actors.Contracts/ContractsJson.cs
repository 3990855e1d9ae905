using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts;

/// <summary>JSON of the contracts. Keys that a type does not have are errors; null and default values are not written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BackendVersion))]
[JsonSerializable(typeof(WorkItem))]
[JsonSerializable(typeof(TaskDescription))]
[JsonSerializable(typeof(TaskRecord))]
[JsonSerializable(typeof(TaskOutcome))]
[JsonSerializable(typeof(AddItem))]
[JsonSerializable(typeof(Query))]
[JsonSerializable(typeof(QueryReply))]
[JsonSerializable(typeof(Cancel))]
[JsonSerializable(typeof(CommandReply))]
[JsonSerializable(typeof(TaskResult))]
internal sealed partial class ContractsJson : JsonSerializerContext
{
    /// <summary>Reads a document, turning the reader's errors into ones that say what was being read.</summary>
    /// <exception cref="ProtocolException">The text is not JSON or not of the type's form.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8Json, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8Json, type) ?? throw new ProtocolException($"{what} is expected, not null");
        }
        catch (JsonException error)
        {
            throw new ProtocolException($"not {what}: {error.Message}", error);
        }
    }
}
