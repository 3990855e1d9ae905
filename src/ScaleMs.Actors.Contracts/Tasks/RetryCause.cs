using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>Causes of failure for which a task can be retried.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RetryCause>))]
public enum RetryCause
{
    /// <summary>The worker was lost.</summary>
    [JsonStringEnumMemberName("worker_lost")]
    WorkerLost,

    /// <summary>The process that ran the task ended, by a signal or an unexpected exit.</summary>
    [JsonStringEnumMemberName("crash")]
    Crash,

    /// <summary>It ran longer than its timeout.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>Any other failure: an exception, a non-zero exit code.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
