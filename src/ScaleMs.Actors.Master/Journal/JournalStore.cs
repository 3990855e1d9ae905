namespace ScaleMs.Actors.Master.Journal;

/// <summary>
/// An append-only log of opaque entries. Appending buffers; a dedicated thread writes everything appended since its last
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

    /// <summary>Created with the journal and never changed: a master that restarts on the same journal is the same master.</summary>
    public Guid Identity => _file.Identity;

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <inheritdoc cref="JournalFile.LogFinding"/>
    public string? LogFinding => _file.LogFinding;

    /// <summary>Sequence of the newest entry, committed or buffered; 0 = none so far.</summary>
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

    /// <summary>True while a trim waits for its commit, so that <see cref="Bytes"/> does not include it yet.</summary>
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

    /// <summary>Opens the journal, or creates it with its directories.</summary>
    /// <exception cref="JournalException">
    /// The journal is open elsewhere, damaged, not a journal, of a newer format, or cannot be written. An end torn off by a power cut is no
    /// damage: the journal opens at its last complete commit.
    /// </exception>
    public static JournalStore Open(JournalSettings options) => new(JournalFile.Open(options));

    /// <summary>The committed entries in order, one at a time. Only before <see cref="Start"/>, which gives the file to the writer.</summary>
    /// <exception cref="JournalException">An entry is damaged; the message names it.</exception>
    public IEnumerable<JournalEntry> ReadAll() =>
        _writer is null ? _file.Read() : throw new InvalidOperationException("a journal is read before it is started");
}
