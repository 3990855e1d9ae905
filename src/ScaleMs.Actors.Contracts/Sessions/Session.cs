using Akka.Actor;

namespace ScaleMs.Actors.Contracts.Sessions;

/// <summary>Client to gate: opens a session, or takes it up again after the connection was lost.</summary>
/// <param name="Session">Version 7 UUID made by the client; results are addressed to it.</param>
/// <param name="ApiName"><see cref="Cpi.ApiName"/>.</param>
/// <param name="WireVersion"><see cref="Cpi.WireVersion"/>.</param>
public sealed record OpenSession(Guid Session, string ApiName, int WireVersion) : IJsonContract;

/// <summary>Gate to client: the session is open; the sender of <see cref="OpenSession"/> gets its results.</summary>
/// <param name="Session">As asked for.</param>
/// <param name="MasterUid">Uid of the master.</param>
/// <param name="Incarnation">New for every start of a master without a journal: a change means that it forgot what it had.</param>
/// <param name="Master">Where commands and batches go.</param>
public sealed record SessionOpened(Guid Session, string MasterUid, Guid Incarnation, IActorRef Master) : IJsonContract;

/// <summary>Gate to client or worker: not served, and why.</summary>
public sealed record Refused(string Reason) : IJsonContract;

/// <summary>
/// Client to master, about once a second, and the master's answer: either may take the other for gone when it is silent for long.
/// Not by death watch: a client that was only paused would be kept out for good.
/// </summary>
public sealed record SessionAlive(Guid Session) : IJsonContract;

/// <summary>
/// Client to master, after a connection was lost, of a submission with accepted tasks that it waits for: answered with
/// <see cref="SubmissionLost"/> where their results will not come.
/// </summary>
public sealed record CheckSubmission(Guid Session, Guid Submission) : IJsonContract;

/// <summary>Master to client: no more results of that submission come here.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Reason">Why, as a sentence that names it.</param>
public sealed record SubmissionLost(Guid Submission, string Reason) : IJsonContract;

/// <summary>Client to master: no more results are wanted; tasks that are not final go on.</summary>
public sealed record CloseSession(Guid Session) : IJsonContract;

/// <summary>
/// Client to master: results of that submission, final or to come, go to this session from now on, those delivered to an earlier
/// client included. Answered with <see cref="SubmissionTaken"/>; each result names its task's uid.
/// </summary>
public sealed record TakeSubmission(Guid Session, Guid Submission) : IJsonContract;

/// <summary>Master to client.</summary>
/// <param name="Submission">As asked for.</param>
/// <param name="Count">Tasks of it that the master has; each ends once for this session.</param>
/// <param name="Missing">Tasks of it that the master has not, because they were refused or are no longer kept.</param>
/// <param name="Problem">Why it cannot be taken; null = it is.</param>
public sealed record SubmissionTaken(Guid Submission, int Count, int Missing, string? Problem = null) : IJsonContract;
