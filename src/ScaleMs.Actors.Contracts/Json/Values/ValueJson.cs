using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>
/// JSON of .NET values: a function's return value, the next function's argument, the result a program reads. A value arrives
/// unchanged, or writing or reading it fails with an error that names type and member.
/// </summary>
public static class ValueJson
{
    /// <summary>The same options for writing and reading.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        // NaN and the infinities are legitimate results.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IncludeFields = true,
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MemberContract.Apply } },
        Converters =
        {
            new UnfaithfulTypes(),
            new JsonStringEnumConverter(),
            new TextJsonConverter(),
            new CharJsonConverter(),
            new BigIntegerJsonConverter(),
            new ComplexJsonConverter(),
            new MultidimensionalArrayJsonConverter(),
        },
    };

    /// <summary>The value as JSON, by its runtime type.</summary>
    /// <exception cref="NotSupportedException">Its type, or a type in it, cannot be transferred.</exception>
    /// <exception cref="JsonException">The value cannot be transferred.</exception>
    public static JsonElement Encode(object? value) => JsonSerializer.SerializeToElement(value, value?.GetType() ?? typeof(object), Options);

    /// <summary>Reads a value of the type.</summary>
    /// <exception cref="NotSupportedException">The type, or a type in it, cannot be transferred.</exception>
    /// <exception cref="JsonException">The JSON is not a complete value of the type.</exception>
    public static object? Decode(JsonElement json, Type type)
    {
        ComputedMembers.Begin();
        return json.Deserialize(type, Options);
    }
}
