namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Limits on what the ledger keeps, accepts and retries.</summary>
/// <param name="MaxAttempts">Worker losses after which a running task is treated as poison.</param>
/// <param name="RetainedTasks">Final records kept for queries after their delivery.</param>
/// <param name="RetainedBytes">Bytes of outcomes kept with them.</param>
/// <param name="MaxPayload">Bytes of a task's description.</param>
internal sealed record LedgerLimits(int MaxAttempts, int RetainedTasks, long RetainedBytes, long MaxPayload)
{
    /// <summary>Worker losses tolerated while the task was only queued there.</summary>
    public int MaxUnluckyAttempts => 10 * MaxAttempts;

    /// <summary>Microseconds for which final records are kept at most.</summary>
    public long RetainedMicroseconds { get; init; } = long.MaxValue;

    /// <summary>Tasks that are not final.</summary>
    public long MaxUnfinished { get; init; } = long.MaxValue;

    /// <summary>Bytes of their descriptions.</summary>
    public long MaxUnfinishedBytes { get; init; } = long.MaxValue;
}
