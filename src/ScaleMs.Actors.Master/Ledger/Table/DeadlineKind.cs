namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>What is due at a time.</summary>
internal enum DeadlineKind : byte
{
    /// <summary>The task must have begun.</summary>
    Queue,

    /// <summary>The task must have ended.</summary>
    Total,

    /// <summary>The next attempt may begin.</summary>
    Retry,
}
