using System.Text.Json;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Converts a function's return value to JSON.</summary>
internal static class ResultEncoding
{
    /// <summary>The JSON value; null, with a reason that names the type, when it has none.</summary>
    public static JsonElement? TryEncode(object? value, out string? reason)
    {
        reason = null;
        if (value is null)
        {
            return null;
        }

        try
        {
            return ValueJson.EncodeResult(value);
        }
        catch (Exception error)
        {
            // Getters of the user's type run here, so any exception can occur.
            reason = $"the function returned a {value.GetType()}, which cannot be written as JSON: {error.Message}";
            return null;
        }
    }
}
