using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>Where a worker is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerState>))]
public enum WorkerState
{
    /// <summary>It was asked for, and nothing is started yet.</summary>
    [JsonStringEnumMemberName("NEW")]
    New,

    /// <summary>Its job waits in the queue of a queueing system.</summary>
    [JsonStringEnumMemberName("PENDING")]
    Pending,

    /// <summary>Its process is started, and it has not registered yet.</summary>
    [JsonStringEnumMemberName("STARTING")]
    Starting,

    /// <summary>It is registered, and gets tasks.</summary>
    [JsonStringEnumMemberName("ACTIVE")]
    Active,

    /// <summary>It was told to leave: it finishes its tasks and gets no others.</summary>
    [JsonStringEnumMemberName("LEAVING")]
    Leaving,

    /// <summary>It has left when it was told to, or stopped by itself.</summary>
    [JsonStringEnumMemberName("DONE")]
    Done,

    /// <summary>It could not be started, or ended before it had registered.</summary>
    [JsonStringEnumMemberName("FAILED")]
    Failed,

    /// <summary>It is gone, and its tasks run elsewhere.</summary>
    [JsonStringEnumMemberName("LOST")]
    Lost,
}
