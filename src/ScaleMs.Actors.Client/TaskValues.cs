using System.Text.Json;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Json.Values;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

/// <summary>Return values as .NET types.</summary>
public static class TaskValues
{
    /// <summary>The task's return value.</summary>
    /// <exception cref="TaskFailedException">The task is not DONE.</exception>
    /// <exception cref="JsonException">The value is not a <typeparamref name="T"/>, or has members beyond it.</exception>
    /// <exception cref="NotSupportedException">A <typeparamref name="T"/> cannot be transferred.</exception>
    public static T? Value<T>(this TaskRecord record) =>
        record.State != TaskState.Done ? throw new TaskFailedException(record)
        : record.ReturnValue is { } value ? (T?)ValueJson.Decode(value, typeof(T))
        : default;
}
