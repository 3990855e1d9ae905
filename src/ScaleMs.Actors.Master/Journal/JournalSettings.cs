namespace ScaleMs.Actors.Master.Journal;

/// <summary>The journal's path and its durability.</summary>
/// <param name="Path">The database file; a <c>-wal</c> and an <c>-owner</c> file lie beside it while it is open.</param>
/// <param name="SyncEveryCommit">
/// True: reported commits survive a power cut (<c>synchronous = FULL</c>). False: they survive the end of the process;
/// a power cut may lose the last commits, never one from the middle (<c>NORMAL</c>).
/// </param>
internal sealed record JournalSettings(string Path, bool SyncEveryCommit = true)
{
    /// <summary>Most pages of <see cref="JournalFile.PageSize"/> in the file, 0 = no limit. Simulates a full disk.</summary>
    public int MaxPages { get; init; }
}
