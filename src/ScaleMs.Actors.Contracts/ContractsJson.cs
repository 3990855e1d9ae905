using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts;

/// <summary>
/// JSON of the contracts. Keys that a type does not have are errors; null is not written. By reflection and not by generated
/// code: generated code overwrites the defaults of init-only properties that a document leaves out.
/// </summary>
public static class ContractsJson
{
    public static readonly JsonSerializerOptions Options = MakeOptions();

    public static JsonTypeInfo<BackendVersion> BackendVersion => Info<BackendVersion>();
    public static JsonTypeInfo<WorkItem> WorkItem => Info<WorkItem>();
    public static JsonTypeInfo<TaskDescription> TaskDescription => Info<TaskDescription>();
    public static JsonTypeInfo<TaskRecord> TaskRecord => Info<TaskRecord>();
    public static JsonTypeInfo<TaskOutcome> TaskOutcome => Info<TaskOutcome>();
    public static JsonTypeInfo<TaskOptions> TaskOptions => Info<TaskOptions>();
    public static JsonTypeInfo<TaskScheduling> TaskScheduling => Info<TaskScheduling>();
    public static JsonTypeInfo<AddItem> AddItem => Info<AddItem>();
    public static JsonTypeInfo<Query> Query => Info<Query>();
    public static JsonTypeInfo<Cancel> Cancel => Info<Cancel>();

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
                Modifiers = { OmitDefaults(new TaskOutcome()), OmitDefaults(new TaskDescription { Mode = "" }), OmitDefaults(new TaskOptions()) },
            },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Leaves out what equals the member of <paramref name="defaults"/>: most of these documents is defaults, and there are millions.</summary>
    private static Action<JsonTypeInfo> OmitDefaults<T>(T defaults)
        where T : notnull => type =>
    {
        if (type.Type != typeof(T))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            var omitted = property.Get?.Invoke(defaults);
            property.ShouldSerialize = (_, value) => value is not null && !value.Equals(omitted) && value is not System.Collections.ICollection { Count: 0 };
        }
    };

    /// <summary>Made when first asked for: the members of a type take .NET milliseconds to look up, and no process needs all types.</summary>
    private static class Form<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
    }
}
