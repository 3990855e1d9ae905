using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Executors.Functions;

/// <summary>Turns what a function returned into JSON.</summary>
internal static class ResultEncoding
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        // NaN and the infinities are results that people want to see.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The JSON value; null, with a reason that names the type, when there is none.</summary>
    public static JsonElement? TryEncode(object? value, out string? reason)
    {
        reason = null;
        if (value is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.SerializeToElement(value, value.GetType(), Options);
        }
        catch (Exception error)
        {
            // Getters of the user's type run here, so anything can come.
            reason = $"the function returned a {value.GetType()}, which cannot be written as JSON: {error.Message}";
            return null;
        }
    }
}
