using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>
/// How .NET values travel: what a function returns, what the next one is given, and what a program reads of a result. A value arrives
/// as it was, or the one who writes or reads it gets an error that names type and member.
/// </summary>
public static class ValueJson
{
    /// <summary>One form for all who write and read values.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        // NaN and the infinities are results that people want to see.
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

    /// <summary>The value as JSON, by the type that it has.</summary>
    /// <exception cref="NotSupportedException">Its type, or one in it, cannot travel.</exception>
    /// <exception cref="JsonException">The value cannot.</exception>
    public static JsonElement Encode(object? value) => JsonSerializer.SerializeToElement(value, value?.GetType() ?? typeof(object), Options);

    /// <summary>The value of that type.</summary>
    /// <exception cref="NotSupportedException">The type, or one in it, cannot travel.</exception>
    /// <exception cref="JsonException">The JSON is not all of a value of the type.</exception>
    public static object? Decode(JsonElement json, Type type)
    {
        ComputedMembers.Begin();
        return json.Deserialize(type, Options);
    }
}
