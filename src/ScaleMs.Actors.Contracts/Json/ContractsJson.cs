using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// JSON of the contracts. Unknown keys are errors; null is not written. Uses reflection, not source generation: generated code
/// overwrites the defaults of init-only properties that a document leaves out.
/// </summary>
public static class ContractsJson
{
    public static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>The form of any contract type.</summary>
    public static JsonTypeInfo<T> Info<T>() => Form<T>.Info;

    /// <summary>Reads a document; errors name <paramref name="what"/> was being read.</summary>
    /// <exception cref="ProtocolException">The text is not JSON, not UTF-8, or does not match the type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8Json, JsonTypeInfo<T> type, string what)
    {
        try
        {
            JsonText.Check(utf8Json);
            return JsonSerializer.Deserialize(utf8Json, type) ?? throw new ProtocolException($"{what} is expected, not null");
        }
        catch (JsonException error)
        {
            throw new ProtocolException($"not {what}: {error.Message}", error);
        }
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

            // Nothing here becomes part of a web page, and an escaped '+' costs much in base64.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowDuplicateProperties = false,
            Converters = { new TextListConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver
            {
                Modifiers = { OmitDefaults },
            },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Omits members equal to those of a new object, for types marked with <see cref="OmitDefaultsAttribute"/>.</summary>
    private static void OmitDefaults(JsonTypeInfo type)
    {
        if (!type.Type.IsDefined(typeof(OmitDefaultsAttribute), inherit: false))
        {
            return;
        }

        var defaults = Activator.CreateInstance(type.Type)!;
        foreach (var property in type.Properties)
        {
            var omitted = property.Get?.Invoke(defaults);
            property.ShouldSerialize = (_, value) => value is not null && !value.Equals(omitted) && value is not System.Collections.ICollection { Count: 0 };
        }
    }

    /// <summary>Created lazily: looking up a type's members takes .NET milliseconds, and no process needs all types.</summary>
    private static class Form<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
    }
}
