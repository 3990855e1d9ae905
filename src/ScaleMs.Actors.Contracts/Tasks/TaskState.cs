using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>State of a task. The last three are final: a task never leaves them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskState>))]
public enum TaskState : byte
{
    /// <summary>Accepted, not yet queued.</summary>
    [JsonStringEnumMemberName("NEW")]
    New,

    /// <summary>Waits for other tasks.</summary>
    [JsonStringEnumMemberName("WAITING")]
    Waiting,

    /// <summary>Queued, or assigned to a worker that has not started it.</summary>
    [JsonStringEnumMemberName("SCHEDULED")]
    Scheduled,

    /// <summary>Runs in a slot.</summary>
    [JsonStringEnumMemberName("EXECUTING")]
    Executing,

    /// <summary>Succeeded.</summary>
    [JsonStringEnumMemberName("DONE")]
    Done,

    /// <summary>Ended with an error, given in the record.</summary>
    [JsonStringEnumMemberName("FAILED")]
    Failed,

    /// <summary>Ended on request.</summary>
    [JsonStringEnumMemberName("CANCELED")]
    Canceled,
}

/// <summary>Extensions of <see cref="TaskState"/>.</summary>
public static class TaskStates
{
    /// <summary>True for DONE, FAILED and CANCELED.</summary>
    public static bool IsFinal(this TaskState state) => state >= TaskState.Done;
}
