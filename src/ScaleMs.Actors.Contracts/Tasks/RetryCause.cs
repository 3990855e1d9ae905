using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>What may have gone wrong with an attempt so that another one is worth it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RetryCause>))]
public enum RetryCause
{
    /// <summary>The worker was lost with the task.</summary>
    [JsonStringEnumMemberName("worker_lost")]
    WorkerLost,

    /// <summary>The task's own process ended under it, by a signal or by an exit that was not its to make.</summary>
    [JsonStringEnumMemberName("crash")]
    Crash,

    /// <summary>It ran longer than its timeout.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>Any other failure: an exception, an exit code that is not 0.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
