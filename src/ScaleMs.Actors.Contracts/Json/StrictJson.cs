using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// Writes a program's values and rejects invalid text. .NET's writer replaces an unpaired surrogate by U+FFFD, so a task would run with
/// a different file name than the program gave.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonSerializerOptions Contracts = new(ContractsJson.Options) { Converters = { new TextJsonConverter(), new Element() } };

    /// <summary>U+FFFD as the writer escapes it. JSON without it had nothing replaced.</summary>
    private static ReadOnlySpan<byte> Replacement => "\\uFFFD"u8;

    /// <summary>A contract as JSON.</summary>
    /// <exception cref="ProtocolException">A member cannot be written.</exception>
    public static byte[] Contract<T>(T value, string what)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(value, ContractsJson.Info<T>());
            return json.AsSpan().IndexOf(Replacement) < 0 ? json : JsonSerializer.SerializeToUtf8Bytes(value, Contracts);
        }
        catch (Exception error) when (IsOfValue(error))
        {
            throw new ProtocolException($"{what} cannot be written as JSON: {Reason(error)}", error);
        }
    }

    /// <summary>An argument as JSON.</summary>
    /// <exception cref="ArgumentException">It cannot be written.</exception>
    public static JsonElement Argument(object? value, string name)
    {
        try
        {
            return ValueJson.Encode(value);
        }
        catch (Exception error) when (IsOfValue(error))
        {
            throw new ArgumentException($"the argument '{name}' is a {value?.GetType()}, which cannot be written as JSON: {Reason(error)}", name, error);
        }
    }

    /// <summary>True for the exceptions of values that cannot be written: infinite numbers, cycles, unknown types.</summary>
    public static bool IsOfValue(Exception error) => error is JsonException or InvalidOperationException or NotSupportedException or ArgumentException;

    /// <summary>The inner cause, where the writer's own message gives only the position.</summary>
    public static string Reason(Exception error) => error is JsonException { InnerException: InvalidOperationException inner } ? inner.Message : error.Message;

    private sealed class Element : JsonConverter<JsonElement>
    {
        public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
        {
            JsonText.Check(JsonMarshal.GetRawUtf8Value(value));
            value.WriteTo(writer);
        }
    }
}
