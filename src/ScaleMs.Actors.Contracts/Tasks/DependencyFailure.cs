using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>What becomes of a task when one that it depends on is not DONE in the end.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DependencyFailure>))]
public enum DependencyFailure
{
    /// <summary>It is FAILED too, and its record names the chain.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>It runs anyway, with null in the place of a result that does not exist.</summary>
    [JsonStringEnumMemberName("run")]
    Run,
}
