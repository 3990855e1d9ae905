using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Http.Requests;

/// <summary>JSON of the API: that of the contracts.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options => ContractsJson.Options;

    /// <summary>Makes the framework use it.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = Options.PropertyNamingPolicy;
        options.DefaultIgnoreCondition = Options.DefaultIgnoreCondition;
        options.UnmappedMemberHandling = Options.UnmappedMemberHandling;
        options.Encoder = Options.Encoder;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.TypeInfoResolver = Options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver();
        foreach (var converter in Options.Converters)
        {
            options.Converters.Add(converter);
        }
    }
}
