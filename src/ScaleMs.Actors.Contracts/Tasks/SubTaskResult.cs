using System.Text.Json;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>How a sub-task ended.</summary>
/// <param name="State">DONE, FAILED or CANCELED.</param>
/// <param name="Outcome">Its value, output and error.</param>
public sealed record SubTaskResult(TaskState State, TaskOutcome Outcome)
{
    /// <summary>The return value.</summary>
    /// <exception cref="SubTaskFailedException">The task is not DONE.</exception>
    /// <exception cref="JsonException">The value is not a <typeparamref name="T"/>.</exception>
    public T? Value<T>() =>
        State != TaskState.Done ? throw new SubTaskFailedException(this)
        : Outcome.ReturnValue is { } value ? (T?)ValueJson.Decode(value, typeof(T))
        : default;
}
