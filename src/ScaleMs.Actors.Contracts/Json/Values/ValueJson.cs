using System.Collections.Immutable;
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
    private static readonly Lock Gate = new();

    // Options cannot change after their first use, so they are replaced together with the converters that they begin with.
    private static volatile Settings _settings = new([]);

    /// <summary>The same options for writing and reading. Another object after <see cref="AddConverters"/>.</summary>
    public static JsonSerializerOptions Options => _settings.Options;

    /// <summary>
    /// Adds converters of the user, which precede the product's own. Values that are written or read from now on use them. Of each type
    /// of converter only the first is added.
    /// </summary>
    public static void AddConverters(params IReadOnlyCollection<JsonConverter> converters)
    {
        lock (Gate)
        {
            var known = _settings.Converters;
            var all = known.Concat(converters).DistinctBy(static converter => converter.GetType()).ToImmutableArray();
            if (all.Length > known.Length)
            {
                _settings = new Settings(all);
            }
        }
    }

    /// <summary>True if a converter of the user reads and writes this type.</summary>
    public static bool HasConverter(Type type)
    {
        foreach (var converter in _settings.Converters)
        {
            if (converter.CanConvert(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value as JSON, by its runtime type.</summary>
    /// <exception cref="NotSupportedException">Its type, or a type in it, cannot be transferred.</exception>
    /// <exception cref="JsonException">The value cannot be transferred.</exception>
    public static JsonElement Encode(object? value) => OutputFileJsonConverter.Write(isResult: false, () => Write(value));

    /// <summary>The return value of a function as JSON. Only this may have an <see cref="Files.OutputFile"/>.</summary>
    /// <inheritdoc cref="Encode"/>
    public static JsonElement EncodeResult(object? value) => OutputFileJsonConverter.Write(isResult: true, () => Write(value));

    /// <summary>Reads a value of the type.</summary>
    /// <exception cref="NotSupportedException">The type, or a type in it, cannot be transferred.</exception>
    /// <exception cref="JsonException">The JSON is not a complete value of the type.</exception>
    public static object? Decode(JsonElement json, Type type)
    {
        try
        {
            return Read(json, type);
        }
        catch (JsonException) when (PythonFloats.AreIn(json))
        {
            if (TryRead(PythonFloats.Named(json), type, out var value))
            {
                return value;
            }

            throw;
        }
    }

    private static JsonElement Write(object? value) => JsonSerializer.SerializeToElement(value, value?.GetType() ?? typeof(object), Options);

    private static bool TryRead(JsonElement json, Type type, out object? value)
    {
        try
        {
            value = Read(json, type);
            return true;
        }
        catch (JsonException)
        {
            // The first error is about the JSON that was given.
            value = null;
            return false;
        }
    }

    private static object? Read(JsonElement json, Type type)
    {
        ComputedMembers.Begin();
        return json.Deserialize(type, Options);
    }

    private sealed class Settings
    {
        public Settings(ImmutableArray<JsonConverter> converters)
        {
            Converters = converters;
            JsonConverter[] builtIn =
            [
                new UnfaithfulTypes(),
                new JsonStringEnumConverter(),
                new TextJsonConverter(),
                new CharJsonConverter(),
                new BigIntegerJsonConverter(),
                new ComplexJsonConverter(),
                new BytesJsonConverter(),
                new MultidimensionalArrayJsonConverter(),
                new OutputFileJsonConverter(),
                new FileValueJsonConverter(),
            ];
            foreach (var converter in converters.Concat(builtIn))
            {
                Options.Converters.Add(converter);
            }
        }

        /// <summary>The user's.</summary>
        public ImmutableArray<JsonConverter> Converters { get; }

        public JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
        {
            // NaN and the infinities are legitimate results.
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            IncludeFields = true,
            PropertyNameCaseInsensitive = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MemberContract.Apply } },
        };
    }
}
