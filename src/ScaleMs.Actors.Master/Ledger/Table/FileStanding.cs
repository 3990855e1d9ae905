namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>What a task uses its files for.</summary>
internal enum FileStanding : byte
{
    /// <summary>Nothing: it is evicted, or not counted yet.</summary>
    None,

    /// <summary>Only its record, which is kept, mentions them.</summary>
    Mentioned,

    /// <summary>It is not final or not delivered, or others depend on it.</summary>
    Needed,
}
