using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// JSON of the contracts. Keys that a type does not have are errors; null is not written. By reflection and not by generated
/// code: generated code overwrites the defaults of init-only properties that a document leaves out.
/// </summary>
public static class ContractsJson
{
    public static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>The form of any contract type.</summary>
    public static JsonTypeInfo<T> Info<T>() => Form<T>.Info;

    /// <summary>Reads a document, turning the reader's errors into ones that say what was being read.</summary>
    /// <exception cref="ProtocolException">The text is not JSON, not UTF-8, or not of the type's form.</exception>
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

    /// <summary>Leaves out what equals the same member of a new object, where the type asks for it by <see cref="OmitDefaultsAttribute"/>.</summary>
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

    /// <summary>Made when first asked for: the members of a type take .NET milliseconds to look up, and no process needs all types.</summary>
    private static class Form<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
    }
}
