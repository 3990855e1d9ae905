using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>Asks for task records and for the master's status. Answered with a <see cref="QueryReply"/>.</summary>
public sealed record Query : Command, IJsonContract
{
    private const int MaxLimit = 10_000;

    /// <summary>Uids to report; empty = every task that matches <see cref="State"/>. The reply lists unknown uids.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Report only tasks of this submission, ordered by index; null = of all.</summary>
    public Guid? Submission { get; init; }

    /// <summary>Report only tasks in this state; null = any.</summary>
    public TaskState? State { get; init; }

    /// <summary>
    /// Report only tasks whose uid, name or worker contains this text, regardless of case; null = any. With it a reply may have fewer records than
    /// <see cref="Limit"/>, or none, and yet a <see cref="QueryReply.Next"/>: the master looks at a bounded number of tasks at a time.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Maximum number of records, 0 to 10,000; 0 = only the status.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Cursor of an earlier reply, to continue after.</summary>
    public string? After { get; init; }

    /// <inheritdoc/>
    public override string? Problem() =>
        Limit is < 0 or > MaxLimit ? $"limit is {Limit}; 0 to {MaxLimit} are possible"
        : After is { } after && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? $"after is '{after}'; it must be the \"next\" of an earlier reply"
        : State is { } state && !Enum.IsDefined(state) ? $"{(byte)state} is not a task state"
        : null;
}

/// <summary>Answer to <see cref="Query"/>.</summary>
public sealed record QueryReply : IJsonContract
{
    /// <summary>The requested records, in order of submission.</summary>
    public ImmutableArray<TaskRecord> Records { get; init; } = [];

    /// <summary>Uids of the query that match no task.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary><see cref="Query.After"/> for the next page; null at the end.</summary>
    public string? Next { get; init; }

    /// <summary>Status of the master.</summary>
    public required MasterStatus Status { get; init; }
}

/// <summary>Snapshot of a master.</summary>
public sealed record MasterStatus
{
    /// <summary>The master's uid.</summary>
    public required string Master { get; init; }

    /// <summary>True once a stop has been accepted.</summary>
    public bool Stopping { get; init; }

    /// <summary>Tasks by state; every state is present.</summary>
    public required ImmutableSortedDictionary<TaskState, long> Counts { get; init; }

    /// <summary>Tasks deduplicated against a running or final task, and so never run themselves.</summary>
    public long DuplicateHits { get; init; }

    /// <summary>Attempts after the first, made because an earlier one was lost or failed.</summary>
    public long Retries { get; init; }

    /// <summary>Late results, dropped because the attempt had been reassigned to another worker.</summary>
    public long StaleResults { get; init; }

    /// <summary>File of the journal; null = no journal, so no task survives the master's process.</summary>
    public string? Journal { get; init; }

    /// <summary>The known workers, in order of registration.</summary>
    public ImmutableArray<WorkerStatus> Workers { get; init; } = [];

    /// <summary>The workers that the master has started and that are not over.</summary>
    public ImmutableArray<LaunchStatus> Launches { get; init; } = [];

    /// <summary>The launchers that are paused because of repeated failures.</summary>
    public ImmutableArray<LauncherStatus> PausedLaunchers { get; init; } = [];
}
