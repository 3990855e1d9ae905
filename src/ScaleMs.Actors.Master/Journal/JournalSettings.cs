namespace ScaleMs.Actors.Master.Journal;

/// <summary>Where a journal lies and how safe it is.</summary>
/// <param name="Path">The database file; a <c>-wal</c> and an <c>-owner</c> file lie beside it while it is open.</param>
/// <param name="SyncEveryCommit">
/// True: what was reported as committed survives a power cut (<c>synchronous = FULL</c>). False: it survives the end of the process,
/// a power cut may take the last commits, never one from the middle (<c>NORMAL</c>).
/// </param>
internal sealed record JournalSettings(string Path, bool SyncEveryCommit = true)
{
    /// <summary>Pages of <see cref="JournalFile.PageSize"/> that the file may have, 0 = what fits: a disk that is full, on demand.</summary>
    public int MaxPages { get; init; }
}
