using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Contracts.Observing;

/// <summary>Answer to <see cref="Observe"/>: the state of the master, and what has happened since the earlier answer.</summary>
public sealed record Observation : IJsonContract
{
    /// <summary>Most submissions in an answer.</summary>
    public const int MostSubmissions = 100;

    /// <summary>Most running tasks in an answer.</summary>
    public const int MostRunning = 300;

    /// <summary>When it was made, on the master's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Workers, launches, and tasks by state, without those whose records have been evicted.</summary>
    public required MasterStatus Status { get; init; }

    /// <summary>Counts of all tasks since the master started.</summary>
    public required SessionReport Report { get; init; }

    /// <summary>Number of submissions with tasks.</summary>
    public int SubmissionCount { get; init; }

    /// <summary>The newest of them, at most <see cref="MostSubmissions"/>, newest first.</summary>
    public ImmutableArray<SubmissionProgress> Submissions { get; init; } = [];

    /// <summary>Tasks known to run, at most <see cref="MostRunning"/>, those that began first in front.</summary>
    public ImmutableArray<RunningTask> Running { get; init; } = [];

    /// <summary>Runs that have ended, in that order.</summary>
    public ImmutableArray<EndedRun> Runs { get; init; } = [];

    /// <summary>Runs that have ended besides: of very many, only some are remembered.</summary>
    public long RunsNotShown { get; init; }

    /// <summary>Tasks that have become FAILED, in that order; of very many, only some.</summary>
    public ImmutableArray<TaskFailed> Failures { get; init; } = [];

    /// <summary>For the next <see cref="Observe.After"/>.</summary>
    public long Next { get; init; }
}
