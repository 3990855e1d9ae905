namespace ScaleMs.Actors.Connection.Telemetry;

/// <summary>Names of tags. Those without <c>scalems</c> are OpenTelemetry's own.</summary>
public static class TelemetryTags
{
    /// <summary>Uid of the measuring master: several may share a process and a meter.</summary>
    public const string Master = "scalems.master";

    /// <summary>A task's state, spelled as in records.</summary>
    public const string State = "scalems.task.state";

    /// <summary>Kind of a batch: <c>submit</c>, <c>assign</c> or <c>result</c>.</summary>
    public const string Message = "scalems.message";

    /// <summary><c>receive</c> or <c>transmit</c>, from the master's side.</summary>
    public const string Direction = "network.io.direction";

    /// <summary>How something large was received: <c>chunks</c>, <c>direct</c> or <c>file</c>.</summary>
    public const string Transfer = "scalems.transfer";

    /// <summary>A worker's name.</summary>
    public const string Worker = "scalems.worker";

    public const string Submission = "scalems.submission";

    public const string Tasks = "scalems.tasks";

    public const string Uid = "scalems.task.uid";

    public const string TaskName = "scalems.task.name";

    /// <summary>A task's 0-based place in its submission.</summary>
    public const string Index = "scalems.task.index";

    /// <summary>Number of an attempt, 1 for the first; of a task, its last.</summary>
    public const string Attempt = "scalems.attempt";

    /// <summary>Kind of an error, as in records.</summary>
    public const string Error = "error.type";

    public const string Entries = "scalems.journal.entries";
}
