using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>All tasks: by key, by uid, in the order of their acceptance, and counted by state.</summary>
internal sealed class TaskTable
{
    private readonly Dictionary<Guid, Submission> _submissions = [];
    private readonly SubmissionOrder _order = new();
    private readonly UidIndex _uids = new();
    private readonly long[] _counts = new long[(int)TaskState.Canceled + 1];
    private readonly long[] _entered = new long[(int)TaskState.Canceled + 1];
    private Submission? _lastSubmission;
    private long _sequence;

    /// <summary>Tasks in the table, final or not.</summary>
    public int Count => _order.Count;

    /// <summary>Tasks that are not final.</summary>
    public long Unfinished { get; private set; }

    /// <summary>Bytes of their descriptions.</summary>
    public long UnfinishedBytes { get; private set; }

    /// <summary>All tasks in the order of their acceptance.</summary>
    public IEnumerable<TaskEntry> All => _order.All;

    /// <summary>Number of tasks in that state. May be read on any thread.</summary>
    public long CountOf(TaskState state) => Volatile.Read(ref _counts[(int)state]);

    /// <summary>How often a task has entered that state since the master started. May be read on any thread.</summary>
    public long EnteredOf(TaskState state) => Volatile.Read(ref _entered[(int)state]);

    public TaskEntry? Find(TaskKey key) => FindSubmission(key.Submission)?[key.Index];

    /// <summary>A task of that uid; <see cref="TaskEntry.NextEqual"/> leads to the others.</summary>
    public TaskEntry? Find(TaskUid uid) => _uids.Find(uid);

    /// <summary>As <see cref="Find(TaskUid)"/>, for a text from a client: SCALE-MS's own form of the uid names a task, too, if only one uid has that fingerprint.</summary>
    public TaskEntry? Find(string uid) =>
        uid.Length == 0 ? null : _uids.Find(TaskUid.Parse(uid)) ?? (TaskUid.FingerprintIn(uid) is { } fingerprint ? FindOnly(fingerprint) : null);

    private TaskEntry? FindOnly(uint fingerprint)
    {
        TaskEntry? found = null;
        foreach (var task in After(0))
        {
            if (task.Fingerprint != fingerprint || task.Kind != PayloadKind.WorkItem || task.Uid == found?.Uid)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = _uids.Find(task.Uid);
        }

        return found;
    }

    /// <summary>The task of that uid, the one submitted last where there are several.</summary>
    public TaskEntry? FindLatest(string uid)
    {
        // The chain has its first task at the head and the newest behind it.
        var head = Find(uid);
        return head?.NextEqual is { } second && second.Sequence > head.Sequence ? second : head;
    }

    /// <summary>Tasks in order of submission, behind a cursor.</summary>
    public IEnumerable<TaskEntry> After(long sequence) => _order.After(sequence);

    /// <summary>Tasks of a submission from an index on.</summary>
    public IEnumerable<TaskEntry> TasksOf(Guid submission, int first) => FindSubmission(submission)?.From(first) ?? [];

    public Submission? FindSubmission(Guid id)
    {
        if (_lastSubmission?.Id == id)
        {
            return _lastSubmission;
        }

        return _submissions.TryGetValue(id, out var found) ? _lastSubmission = found : null;
    }

    /// <summary>The submission of a task in the table.</summary>
    public Submission SubmissionOf(TaskEntry task) => FindSubmission(task.Key.Submission)!;

    /// <summary>The submission; created if it does not exist.</summary>
    public Submission GetSubmission(Guid id)
    {
        if (FindSubmission(id) is { } known)
        {
            return known;
        }

        _lastSubmission = new Submission(id);
        _submissions.Add(id, _lastSubmission);
        return _lastSubmission;
    }

    public void DropIfEmpty(Guid submission)
    {
        if (FindSubmission(submission) is { Count: 0 })
        {
            _submissions.Remove(submission);
            _lastSubmission = null;
        }
    }

    public void DropEmpty()
    {
        foreach (var submission in _submissions.Keys.ToList())
        {
            DropIfEmpty(submission);
        }
    }

    /// <summary>Adds a new task.</summary>
    public TaskEntry Add(in TaskRow row, TaskOptions options, ClientSession session, long now)
    {
        var task = Insert(row, options, session, now);
        _counts[(int)TaskState.New]++;
        _entered[(int)TaskState.New]++;
        Unfinished++;
        UnfinishedBytes += task.Payload.Length;
        return task;
    }

    /// <summary>Adds a task from the journal, replacing one with the same key. It is counted by <see cref="Resume"/>.</summary>
    public TaskEntry Recover(in TaskRow row, TaskOptions options, ClientSession session, long submitted)
    {
        if (Find(row.Key) is { } earlier)
        {
            earlier.Retention = RetentionState.Evicted;
            SubmissionOf(earlier).Remove(earlier);
            _uids.Remove(earlier);
            _order.Evicted();
        }

        return Insert(row, options, session, submitted);
    }

    /// <summary>Counts a task after the journal has been read to the end.</summary>
    public void Resume(TaskEntry task)
    {
        _counts[(int)task.State]++;
        if (!task.IsFinal)
        {
            Unfinished++;
            UnfinishedBytes += task.Payload.Length;
        }
    }

    /// <summary>Puts the task into another phase.</summary>
    /// <exception cref="BrokenInvariantException">Its state does not allow that.</exception>
    public void Enter(TaskEntry task, TaskPhase phase, string reason)
    {
        var (from, to) = (task.State, phase.State);
        if (!TaskLifeCycle.Leads(from, to))
        {
            throw new BrokenInvariantException($"task {task.Uid} is {TaskLifeCycle.Name(from)} and was to become {TaskLifeCycle.Name(to)} ({reason})");
        }

        _counts[(int)from]--;
        _counts[(int)to]++;
        _entered[(int)to]++;
        task.Phase = phase;
        if (phase is TaskPhase.Ended)
        {
            Unfinished--;
            UnfinishedBytes -= task.Payload.Length;
        }
    }

    /// <summary>Replaces the description with references, or with earlier values of them, by one with values.</summary>
    public void Substitute(TaskEntry task, ReadOnlyMemory<byte> payload)
    {
        UnfinishedBytes += task.IsFinal ? 0 : payload.Length - task.Payload.Length;
        task.Detail!.Original ??= task.Payload;
        task.SetPayload(payload);
    }

    /// <summary>Removes a final task.</summary>
    public void Evict(TaskEntry task)
    {
        task.Retention = RetentionState.Evicted;
        SubmissionOf(task).Remove(task);
        DropIfEmpty(task.Key.Submission);
        _uids.Remove(task);
        _order.Evicted();
    }

    private TaskEntry Insert(in TaskRow row, TaskOptions options, ClientSession session, long submitted)
    {
        var task = new TaskEntry(row, session, ++_sequence, submitted);
        if (!row.Options.IsEmpty)
        {
            task.Detail = new TaskDetail { Options = options, OptionsJson = row.Options };
        }

        GetSubmission(row.Key.Submission).Add(task);
        _uids.Add(task);
        _order.Add(task);
        return task;
    }
}
