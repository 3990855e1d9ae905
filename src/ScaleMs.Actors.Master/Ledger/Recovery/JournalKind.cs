namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>Kinds of journal entries. The numbers are on disk and must not change.</summary>
internal enum JournalKind : byte
{
    /// <summary>Tasks were accepted.</summary>
    Accepted = 1,

    /// <summary>Tasks ended.</summary>
    Ended = 2,

    /// <summary>Tasks got another attempt.</summary>
    Retried = 3,

    /// <summary>Tasks were requested to end.</summary>
    ToEnd = 4,

    /// <summary>Results were delivered to their client.</summary>
    Delivered = 5,

    /// <summary>Tasks moved to another session.</summary>
    Moved = 6,

    /// <summary>A client closed its session.</summary>
    Closed = 7,

    /// <summary>What a submission has besides tasks: a limit, a trace.</summary>
    Submissions = 8,

    /// <summary>Tasks with their whole state, which replaces earlier entries.</summary>
    Snapshot = 9,

    /// <summary>The workers that are registered.</summary>
    Workers = 10,

    /// <summary>The workers that the master has started and that are not over.</summary>
    Launches = 11,
}
