namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Whether a record may be evicted.</summary>
internal enum RetentionState : byte
{
    /// <summary>It may not.</summary>
    Needed,

    /// <summary>It is in a queue of records that are evicted, the oldest first.</summary>
    Retained,

    /// <summary>It is no longer in the table.</summary>
    Evicted,
}
