namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>Versions of the entries' format. A journal may have entries of several.</summary>
internal static class JournalVersion
{
    public const byte First = WithoutCode;

    /// <summary>The last format in which results had no code.</summary>
    public const byte WithoutCode = 1;

    /// <summary>The last format in which an error was only a text.</summary>
    public const byte WithoutErrorKinds = 2;

    /// <summary>The last format in which tasks had neither runtime nor fingerprint.</summary>
    public const byte WithoutRuntimes = 3;

    /// <summary>The last format in which a task with several ranks did not say how many.</summary>
    public const byte WithoutRanks = 4;

    /// <summary>The last format in which tasks had no resources besides slots.</summary>
    public const byte WithoutResources = 5;

    /// <summary>The last format in which options had no name of the task, and submissions no trace.</summary>
    public const byte WithoutNames = 6;

    public const byte Current = 7;
}
