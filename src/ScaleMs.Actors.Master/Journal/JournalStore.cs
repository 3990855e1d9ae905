namespace ScaleMs.Actors.Master.Journal;

/// <summary>
/// An append-only log of opaque entries. Appending buffers; a thread of its own writes everything that has come up since its last
/// commit in one transaction (group commit) and reports it. Safe to use from any thread once it is started.
/// </summary>
internal sealed partial class JournalStore : IDisposable
{
    private readonly JournalFile _file;

    private JournalStore(JournalFile file)
    {
        _file = file;
        _last = file.Last;
        _bytes = file.Bytes;
        _trimBelow = file.First;
        _trimmed = file.First;
    }

    /// <summary>Made with the journal, the same ever after: a master that starts again on the same journal is the same master.</summary>
    public Guid Identity => _file.Identity;

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <inheritdoc cref="JournalFile.LogFinding"/>
    public string? LogFinding => _file.LogFinding;

    /// <summary>Of the newest entry, committed or buffered; 0 = there has been none.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Data bytes of the live entries. A trim counts from its commit.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>True while a trim waits for its commit, so that <see cref="Bytes"/> is still what it was.</summary>
    public bool IsTrimming
    {
        get
        {
            lock (_gate)
            {
                return _trimBelow > _trimmed;
            }
        }
    }

    /// <summary>Opens the journal, or makes it with its directories.</summary>
    /// <exception cref="JournalException">
    /// It is open elsewhere, damaged, no journal, of a newer format, or cannot be written. What a power cut tore off its end is no
    /// damage: it opens at its last whole commit.
    /// </exception>
    public static JournalStore Open(JournalSettings options) => new(JournalFile.Open(options));

    /// <summary>The committed entries in order, one at a time. Only before <see cref="Start"/>, which gives the file to the writer.</summary>
    /// <exception cref="JournalException">An entry is damaged; the message names it.</exception>
    public IEnumerable<JournalEntry> ReadAll() =>
        _writer is null ? _file.Read() : throw new InvalidOperationException("a journal is read before it is started");
}
