using System.Collections.Immutable;
using System.Diagnostics;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>
/// The ledger's side of the journal: writes the changes that messages make, and rewrites its oldest part, so that the journal stays
/// within a few times the size of the live data.
/// </summary>
internal sealed class LedgerJournal(JournalStore store, LedgerRecovery ledger)
{
    /// <summary>Below this size nothing is rewritten: such a journal is read in a moment.</summary>
    private const long SmallBytes = 64L * 1024 * 1024;

    /// <summary>Tolerated dead bytes per live byte: the more, the less is rewritten.</summary>
    private const long Slack = 3;

    /// <summary>A step must not delay messages for longer; there is one every 50 ms.</summary>
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(5);

    /// <summary>Records in one step: about 30,000 tasks. The freed space is known when the step is committed; then there is another step.</summary>
    private const int StepRecords = 64;

    /// <summary>Tasks in one entry, and their bytes.</summary>
    private const int ChunkTasks = 2_048;
    private const long ChunkBytes = 4L * 1024 * 1024;

    private readonly Queue<(long Sequence, TaskEntry[] Tasks)> _records = new();
    private ImmutableArray<string> _workers = [];
    private long _workersSequence;
    private LaunchRecord _launches = LaunchRecord.Empty;
    private long _launchesSequence;

    public string Path => store.Path;

    /// <inheritdoc cref="JournalStore.LogFinding"/>
    public string? LogFinding => store.LogFinding;

    /// <summary>Bytes of the entries.</summary>
    public long Bytes => store.Bytes;

    /// <summary>The identity of every master that starts on this journal.</summary>
    public Guid Identity => store.Identity;

    /// <summary>Opens the journal and recovers its ledger.</summary>
    /// <param name="options">The journal's options.</param>
    /// <param name="ledger">An empty one.</param>
    /// <exception cref="JournalException">The journal cannot be opened or read; the message says why and what to do.</exception>
    public static LedgerJournal Open(JournalSettings options, LedgerRecovery ledger)
    {
        var store = JournalStore.Open(options);
        try
        {
            var journal = new LedgerJournal(store, ledger);
            foreach (var entry in store.ReadAll())
            {
                journal.Read(entry);
            }

            ledger.Resume();
            return journal;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The last entry written, committed or not.</summary>
    public long LastSequence => store.LastSequence;

    /// <summary>From here on entries are written.</summary>
    /// <param name="committed">Called on another thread with the sequence up to which entries are committed.</param>
    /// <param name="failed">Called once on another thread when entries cannot be committed.</param>
    /// <param name="metrics">Measures commits; null = nothing does.</param>
    public void Start(Action<long> committed, Action<JournalException> failed, JournalMetrics? metrics = null) =>
        store.Start(committed, failed, metrics);

    /// <summary>Writes the changes of a transition: all of them, or none when they cannot be encoded.</summary>
    /// <returns>The last entry's sequence.</returns>
    public long Write(JournalBuffer changes, long now)
    {
        var accepted = Chunks(changes.NewTasks, static task => task.Payload.Length).Select(tasks => (Data: JournalCodec.Accepted(tasks, now), Tasks: tasks.ToArray())).ToList();
        List<(JournalKind Kind, byte[] Data)> entries =
        [
            .. Encode(JournalKind.Submissions, changes.NotedSubmissions, JournalCodec.Submissions),
            .. Encode(JournalKind.Moved, changes.MovedTasks, JournalCodec.Moved),
            .. Encode(JournalKind.ToEnd, changes.TasksToEnd, JournalCodec.ToEnd),
            .. Encode(JournalKind.Retried, changes.RetriedTasks, JournalCodec.Retried),
            .. Encode(JournalKind.Ended, changes.EndedTasks, JournalCodec.Ended, static task => task.Outcome.Length),
            .. Encode(JournalKind.Delivered, changes.DeliveredTasks, JournalCodec.Delivered),
            .. Encode(JournalKind.Closed, changes.ClosedSessions, JournalCodec.Closed),
        ];
        foreach (var (data, tasks) in accepted)
        {
            _records.Enqueue((Append(JournalKind.Accepted, data), tasks));
        }

        foreach (var (kind, data) in entries)
        {
            Append(kind, data);
        }

        if (changes.Workers is { } workers)
        {
            Write(workers);
        }

        if (changes.Launches is { } launches)
        {
            Write(launches);
        }

        changes.Clear();
        return store.LastSequence;
    }

    /// <summary>The workers that are registered from now on.</summary>
    private void Write(ImmutableArray<string> workers)
    {
        _workers = workers;
        _workersSequence = Append(JournalKind.Workers, JournalCodec.Workers(workers));
    }

    /// <summary>The workers that are started and not over from now on.</summary>
    private void Write(LaunchRecord launches)
    {
        _launches = launches;
        _launchesSequence = Append(JournalKind.Launches, JournalCodec.Launches(launches));
    }

    /// <summary>Rewrites some of the oldest entries if much of the journal is dead. Called when nothing is left to write.</summary>
    public void Compact()
    {
        var bytes = store.Bytes;
        if (bytes <= SmallBytes || bytes <= (1 + Slack) * ledger.LiveBytes || store.IsTrimming)
        {
            return;
        }

        var begun = Stopwatch.GetTimestamp();
        for (var step = 0; step < StepRecords && _records.Count > 1 && Stopwatch.GetElapsedTime(begun) < StepTime; step++)
        {
            var (_, tasks) = _records.Dequeue();
            var alive = Array.FindAll(tasks, static task => !task.Evicted);
            foreach (var chunk in Chunks([.. alive], static task => task.Payload.Length + task.Outcome.Length))
            {
                var data = JournalCodec.Snapshot(chunk.ConvertAll(task => (task, ledger.SubmissionOf(task))));
                _records.Enqueue((Append(JournalKind.Snapshot, data), [.. chunk]));
            }

            // Other entries before the next record are about tasks that are evicted or rewritten in full further on.
            var next = _records.Peek().Sequence;
            if (_workersSequence < next)
            {
                Write(_workers);
            }

            if (_launchesSequence < next && _launches != LaunchRecord.Empty)
            {
                Write(_launches);
            }

            store.TrimBefore(next);
        }
    }

    /// <summary>Writes the remaining entries and closes the file.</summary>
    public void Close() => store.Dispose();

    private void Read(in JournalEntry entry)
    {
        try
        {
            var tasks = JournalCodec.Apply(entry.Kind, entry.Data, ledger);
            if (tasks.Length > 0)
            {
                _records.Enqueue((entry.Sequence, tasks));
            }
        }
        catch (ProtocolException error)
        {
            throw new JournalException(
                $"the journal {store.Path} cannot be read at entry {entry.Sequence}: {error.Message}. Move the file away to start without it, or set scalems.journal to another path.", error);
        }

        (_workers, _launches) = (ledger.WorkersBefore, ledger.LaunchesBefore);
    }

    private static IEnumerable<(JournalKind Kind, byte[] Data)> Encode<T>(JournalKind kind, List<T> items, Func<List<T>, byte[]> encode, Func<T, long>? size = null) =>
        Chunks(items, size ?? (static _ => 0)).Select(chunk => (kind, encode(chunk)));

    private long Append(JournalKind kind, byte[] data) => store.Append((byte)kind, data);

    private static IEnumerable<List<T>> Chunks<T>(List<T> items, Func<T, long> size)
    {
        var (first, bytes) = (0, 0L);
        for (var i = 0; i < items.Count; i++)
        {
            bytes += size(items[i]);
            if (i + 1 - first >= ChunkTasks || bytes >= ChunkBytes || i + 1 == items.Count)
            {
                yield return items.GetRange(first, i + 1 - first);
                (first, bytes) = (i + 1, 0);
            }
        }
    }
}
