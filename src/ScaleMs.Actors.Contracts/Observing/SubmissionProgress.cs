namespace ScaleMs.Actors.Contracts.Observing;

/// <summary>How far a submission is.</summary>
public sealed record SubmissionProgress
{
    public required Guid Id { get; init; }

    /// <summary>Tasks accepted so far.</summary>
    public long Tasks { get; init; }

    public long Waiting { get; init; }

    public long Scheduled { get; init; }

    /// <summary>Tasks known to run.</summary>
    public long Executing { get; init; }

    public long Done { get; init; }

    public long Failed { get; init; }

    public long Canceled { get; init; }

    /// <summary>When its first task was accepted.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When its last task ended; null = some have not.</summary>
    public DateTimeOffset? LastAt { get; init; }
}
