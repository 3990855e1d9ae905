using System.Collections.Immutable;

namespace ScaleMs.Actors.Http.Feed;

/// <summary>A second of a master, as the page gets it. Times are milliseconds since 1970-01-01 UTC.</summary>
internal sealed record Tick
{
    public required long At { get; init; }

    public required string Master { get; init; }

    public required string Version { get; init; }

    public required long Started { get; init; }

    public required bool Stopping { get; init; }

    public string? Journal { get; init; }

    /// <summary>Tasks by state; final ones since the master started.</summary>
    public required ImmutableSortedDictionary<string, long> States { get; init; }

    /// <summary>Tasks that ended, per second.</summary>
    public required double Rate { get; init; }

    public required long Duplicates { get; init; }

    public required long Retries { get; init; }

    public required long LateResults { get; init; }

    public required ImmutableSortedDictionary<string, long> FailureKinds { get; init; }

    public required int WorkerCount { get; init; }

    public required ImmutableArray<TickWorker> Workers { get; init; }

    public required ImmutableArray<TickLaunch> Launches { get; init; }

    public required int SubmissionCount { get; init; }

    public required ImmutableArray<TickSubmission> Submissions { get; init; }

    public required ImmutableArray<TickRunning> Running { get; init; }

    /// <summary>Runs that ended since the last tick; of very many, some.</summary>
    public required ImmutableArray<TickRun> Runs { get; init; }

    /// <summary>Runs that ended besides.</summary>
    public required long RunsNotShown { get; init; }

    public required ImmutableArray<TickFailure> Failures { get; init; }
}

internal sealed record TickWorker(
    string Name, string Uid, string Address, int Slots, int Running, int InFlight, long Finished, bool Reachable, ImmutableArray<string> Runtimes, string Resources, string InUse);

internal sealed record TickLaunch(string Uid, string Launcher, string State, string Reason);

internal sealed record TickSubmission(
    Guid Id, long Tasks, long Waiting, long Scheduled, long Executing, long Done, long Failed, long Canceled, long FirstAt, long? LastAt, double? SecondsLeft);

/// <summary>A task that runs, in the worker's rows that it has until it has ended, from 0.</summary>
internal sealed record TickRunning(string Uid, string? Name, string Function, string? Worker, int Lane, int Slots, Guid Submission, int Index, int Attempt, long StartedAt);

/// <summary>A run that has ended, in as many of the worker's rows as it had slots, from 0.</summary>
internal sealed record TickRun(string Worker, int Lane, int Slots, long Start, long End, string Function, string State, string Uid);

internal sealed record TickFailure(string Uid, Guid Submission, int Index, string? Name, string Function, string Kind, string Message, string? Worker, long At);

/// <summary>The counts of a tick, for the curves.</summary>
internal sealed record TickPoint(long At, ImmutableSortedDictionary<string, long> States, double Rate);

/// <summary>What a page that has just been opened gets.</summary>
internal sealed record TickHistory(ImmutableArray<TickPoint> Points, ImmutableArray<TickRun> Runs, ImmutableArray<TickFailure> Failures, Tick Tick);
