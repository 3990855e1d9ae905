using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

/// <summary>Return values as .NET types.</summary>
public static class TaskValues
{
    /// <summary>As workers write them: named floating-point literals, fields, enumerations by name.</summary>
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNameCaseInsensitive = true,
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The value that the task returned.</summary>
    /// <exception cref="TaskFailedException">The task is not DONE.</exception>
    /// <exception cref="JsonException">The value is not a <typeparamref name="T"/>.</exception>
    public static T? Value<T>(this TaskRecord record) =>
        record.State != TaskState.Done ? throw new TaskFailedException(record)
        : record.ReturnValue is { } value ? value.Deserialize<T>(Options)
        : default;
}
