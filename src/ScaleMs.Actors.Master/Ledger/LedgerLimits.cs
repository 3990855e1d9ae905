namespace ScaleMs.Actors.Master.Ledger;

/// <summary>How much the ledger keeps, takes and tries.</summary>
/// <param name="MaxAttempts">A task under which so many workers were lost is poison.</param>
/// <param name="RetainedTasks">Final records kept for queries after their delivery.</param>
/// <param name="RetainedBytes">Bytes of outcomes kept with them.</param>
/// <param name="MaxPayload">Bytes of a task's description.</param>
internal sealed record LedgerLimits(int MaxAttempts, int RetainedTasks, long RetainedBytes, long MaxPayload)
{
    /// <summary>Attempts that may be lost while they only waited on a worker: bad luck, but not for ever.</summary>
    public int MaxUnluckyAttempts => 10 * MaxAttempts;

    /// <summary>Microseconds for which final records are kept at most.</summary>
    public long RetainedMicroseconds { get; init; } = long.MaxValue;

    /// <summary>Tasks that are not final.</summary>
    public long MaxUnfinished { get; init; } = long.MaxValue;

    /// <summary>Bytes of their descriptions.</summary>
    public long MaxUnfinishedBytes { get; init; } = long.MaxValue;
}
