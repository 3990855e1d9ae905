namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>
/// The tasks of one submission by index, in pages: as fast as an array when indices are dense; a client that sends wild
/// indices slows itself, not the master.
/// </summary>
internal sealed class Submission(Guid id)
{
    private const int PageSize = 64;
    private const int FewHeld = 1024;

    private readonly Dictionary<int, TaskEntry?[]> _pages = [];

    // Higher priority first, then first come, first served.
    private readonly PriorityQueue<TaskEntry, (int NotPriority, long Sequence)> _held = new();
    private int _sweepAt = FewHeld;
    private TaskEntry?[] _page = [];
    private int _pageNumber = -1;

    public Guid Id { get; } = id;

    public int Count { get; private set; }

    /// <summary>The highest index of a task so far; -1 = no task yet.</summary>
    public int Highest { get; private set; } = -1;

    /// <summary>Results that were evicted before they were delivered, or, of sub-tasks, dropped.</summary>
    public long EvictedUndelivered { get; set; }

    /// <summary>The session that claimed it last; null = none since the master started.</summary>
    public ClientSession? Owner { get; set; }

    /// <summary>Tasks that the pool may have at one time; 0 = any number.</summary>
    public int MaxRunning { get; set; }

    /// <summary>Where it belongs in its client's trace, as <see cref="Contracts.Tasks.TraceParent"/>; empty = nowhere.</summary>
    public string TraceParent { get; set; } = "";

    /// <summary>What is traced of it; null = nothing yet.</summary>
    public SubmissionTrace? Trace { get; set; }

    /// <summary>Tasks that the pool has.</summary>
    public int InPool { get; set; }

    /// <summary>Tasks that wait for others of the submission to leave the pool, with some that have ended.</summary>
    public int Held => _held.Count;

    /// <summary>True when another task may go to the pool.</summary>
    public bool HasRoom => MaxRunning == 0 || InPool < MaxRunning;

    public TaskEntry? this[int index] => Page(index) is { } page ? page[index % PageSize] : null;

    public IEnumerable<TaskEntry> Tasks => _pages.Values.SelectMany(static page => page).OfType<TaskEntry>();

    /// <summary>Tasks in order of their index.</summary>
    public IEnumerable<TaskEntry> From(int first) => _pages.Keys.Where(number => number >= first / PageSize).Order()
        .SelectMany(number => _pages[number]).OfType<TaskEntry>().SkipWhile(task => task.Key.Index < first);

    /// <summary>Makes the task wait for others to leave the pool.</summary>
    public void Hold(TaskEntry task)
    {
        if (_held.Count >= _sweepAt)
        {
            var waiting = _held.UnorderedItems.Where(static item => IsHeld(item.Element)).ToArray();
            _held.Clear();
            _held.EnqueueRange(waiting);
            _sweepAt = Math.Max(FewHeld, 2 * waiting.Length);
        }

        _held.Enqueue(task, (~task.Priority, task.Sequence));
    }

    /// <summary>The next one that may go to the pool; null = none waits.</summary>
    public TaskEntry? TakeHeld()
    {
        while (_held.TryDequeue(out var next, out _))
        {
            if (IsHeld(next))
            {
                return next;
            }
        }

        return null;
    }

    public void Add(TaskEntry task)
    {
        var index = task.Key.Index;
        var page = Page(index);
        if (page is null)
        {
            page = new TaskEntry?[PageSize];
            _pages.Add(index / PageSize, page);
            (_page, _pageNumber) = (page, index / PageSize);
        }

        page[index % PageSize] = task;
        Count++;
        Highest = Math.Max(Highest, index);
    }

    public void Remove(TaskEntry task)
    {
        var index = task.Key.Index;
        var page = Page(index)!;
        page[index % PageSize] = null;
        Count--;
        if (Array.TrueForAll(page, static task => task is null))
        {
            _pages.Remove(index / PageSize);
            _pageNumber = -1;
        }
    }

    private static bool IsHeld(TaskEntry task) => task.Phase is TaskPhase.Held;

    private TaskEntry?[]? Page(int index)
    {
        var number = index / PageSize;
        if (number == _pageNumber)
        {
            return _page;
        }

        if (!_pages.TryGetValue(number, out var page))
        {
            return null;
        }

        (_page, _pageNumber) = (page, number);
        return page;
    }
}
