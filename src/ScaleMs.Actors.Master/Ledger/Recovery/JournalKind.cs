namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>What an entry of the journal says. Numbers are on disk and stay.</summary>
internal enum JournalKind : byte
{
    /// <summary>Tasks were accepted.</summary>
    Accepted = 1,

    /// <summary>Tasks ended.</summary>
    Ended = 2,

    /// <summary>Tasks have another attempt.</summary>
    Retried = 3,

    /// <summary>Tasks are to end.</summary>
    ToEnd = 4,

    /// <summary>Results are with their client.</summary>
    Delivered = 5,

    /// <summary>Tasks belong to another session.</summary>
    Moved = 6,

    /// <summary>A client wants no more results.</summary>
    Closed = 7,

    /// <summary>A submission has a limit.</summary>
    Capped = 8,

    /// <summary>Tasks with all that is known of them, in the place of what earlier entries say.</summary>
    Snapshot = 9,

    /// <summary>The workers that are registered.</summary>
    Workers = 10,
}
