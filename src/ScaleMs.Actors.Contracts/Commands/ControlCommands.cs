using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>Asks who is there. Answered with a <see cref="CommandReply"/> that carries <see cref="BackendVersion.Current"/>.</summary>
public sealed record HelloCommand : Command, IJsonContract;

/// <summary>
/// Announces the end of the session: no new work is accepted, what was accepted finishes and its results are delivered,
/// then the reply comes and the master and its workers leave. A second stop is firmer: tasks that no worker has begun are dropped;
/// a third cancels the running ones too. Every sender gets a reply, whose return value is <c>{"dropped": [uids], "dropped_count": n,
/// "report": {…}}</c> with a <see cref="SessionReport"/>; the first 10,000 are named. Each dropped task ends CANCELED for its submitter.
/// </summary>
public sealed record StopCommand : Command, IJsonContract
{
    /// <summary>True = as firm as a third stop at once: what waits is dropped, what runs is cancelled.</summary>
    public bool Now { get; init; }
}

/// <summary>Asks for the <see cref="SessionReport"/> as it stands, the return value of the <see cref="CommandReply"/>.</summary>
public sealed record ReportCommand : Command, IJsonContract;
