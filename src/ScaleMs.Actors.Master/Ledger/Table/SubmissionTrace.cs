using System.Diagnostics;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>What is traced of a submission. Times are microseconds since 1970-01-01 UTC.</summary>
/// <param name="client">Where the submission belongs in its client's trace; default = nowhere.</param>
internal sealed class SubmissionTrace(ActivityContext client)
{
    /// <summary>Its span; null = none is open.</summary>
    public Activity? Span { get; set; }

    /// <summary>Whether its client records the trace, so that all its tasks are traced.</summary>
    public bool IsOfClient => client != default;

    /// <summary>What its tasks' spans belong to.</summary>
    public ActivityContext Context => Span?.Context ?? client;

    /// <summary>Accepted tasks that are not final.</summary>
    public long Unfinished { get; set; }

    /// <summary>Tasks accepted since the span began.</summary>
    public long Tasks { get; set; }

    /// <summary>When the last task ended.</summary>
    public long LastEnd { get; set; }
}
