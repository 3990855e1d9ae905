namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>The action that is due at a deadline.</summary>
internal enum DeadlineKind : byte
{
    /// <summary>The task must have begun.</summary>
    Queue,

    /// <summary>The task must have ended.</summary>
    Total,

    /// <summary>The next attempt may begin.</summary>
    Retry,
}
