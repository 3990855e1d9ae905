using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>Asks for the backend's identity. Answered with a <see cref="CommandReply"/> that carries <see cref="BackendVersion.Current"/>.</summary>
public sealed record HelloCommand : Command, IJsonContract;

/// <summary>
/// Stops the master: it accepts no new work, finishes the accepted tasks and delivers their results, then replies and shuts down with
/// its workers. A second stop drops the tasks that no worker has started; a third also cancels the running ones. Every sender gets a
/// reply, whose return value is <c>{"dropped": [uids], "dropped_count": n, "report": {…}}</c> with a <see cref="SessionReport"/>; only
/// the first 10,000 uids are listed. Each dropped task ends CANCELED for its submitter.
/// </summary>
public sealed record StopCommand : Command, IJsonContract
{
    /// <summary>True = same as a third stop: queued tasks are dropped, running ones cancelled.</summary>
    public bool Now { get; init; }
}

/// <summary>Asks for the current <see cref="SessionReport"/>, the return value of the <see cref="CommandReply"/>.</summary>
public sealed record ReportCommand : Command, IJsonContract;
