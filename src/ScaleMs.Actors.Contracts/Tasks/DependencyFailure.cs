using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>What happens to a task when a task it depends on does not end DONE.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DependencyFailure>))]
public enum DependencyFailure
{
    /// <summary>It ends FAILED too; its record names the chain.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>It runs anyway, with null in place of the missing result.</summary>
    [JsonStringEnumMemberName("run")]
    Run,
}
