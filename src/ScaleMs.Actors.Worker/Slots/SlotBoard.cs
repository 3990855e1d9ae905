using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// The tasks that wait on a worker; its slots take them from here. A task that needs several slots lets a bounded number
/// of smaller ones pass while slots are occupied; then the board reserves freed slots for it. A slot may also prefetch tasks behind
/// its running one; they still count as waiting, and come back when it turns out that they would wait long.
/// </summary>
#pragma warning disable CA1001 // Slots may wait on it until their process ends.
internal sealed partial class SlotBoard
#pragma warning restore CA1001
{
    /// <summary>Smaller tasks that may pass a large one, per slot of the worker: free slots are used, and the large task does not starve.</summary>
    private const int PassesPerSlot = 4;

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskRow> _waiting = [];

    /// <summary>All waiting tasks; null = prefetched in a slot.</summary>
    private readonly Dictionary<AckRow, LinkedListNode<TaskRow>?> _byId = [];
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Ranks of tasks that have begun; their slots are held.</summary>
    private readonly Queue<TaskRow> _ranks = [];
    private readonly Func<TaskRow, IReadOnlyList<TaskRow>>? _ranksBegin;
    private int _capacity;
    private int _free;
    private int _waitingSlots;
    private int _aheadSlots;
    private int _runningSlots;
    private int _passes;
    private int _sleeping;

    /// <summary>A board.</summary>
    /// <param name="slots">Number of slots.</param>
    /// <param name="ranksBegin">
    /// Told of a task with several ranks when its slots are taken, before any slot has one of the ranks. Says what the slots run, which may be less than
    /// all ranks.
    /// </param>
    public SlotBoard(int slots, Func<TaskRow, IReadOnlyList<TaskRow>>? ranksBegin = null)
    {
        _capacity = _free = slots;
        _ranksBegin = ranksBegin;
    }

    /// <summary>Tasks that wait, here or prefetched in a slot.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byId.Count;
            }
        }
    }

    /// <summary>Slots that have not been stopped.</summary>
    public int Capacity
    {
        get
        {
            lock (_gate)
            {
                return _capacity;
            }
        }
    }

    /// <summary>Slots that the waiting tasks need.</summary>
    public int WaitingSlots
    {
        get
        {
            lock (_gate)
            {
                return _waitingSlots;
            }
        }
    }

    /// <summary>Slots that the waiting and running tasks need.</summary>
    public int HeldSlots
    {
        get
        {
            lock (_gate)
            {
                return _waitingSlots + _aheadSlots + _runningSlots;
            }
        }
    }

    /// <summary>Adds tasks behind the waiting ones; tasks that already wait are skipped.</summary>
    public void Add(IReadOnlyList<TaskRow> rows)
    {
        lock (_gate)
        {
            LinkedListNode<TaskRow>? ahead = null;
            foreach (var row in rows)
            {
                var id = new AckRow(row.Key, row.Attempt);
                if (_byId.TryAdd(id, null))
                {
                    // Tasks that others wait for go first, in this order.
                    var node = row.Parent is null ? _waiting.AddLast(row)
                        : ahead = ahead is null ? _waiting.AddFirst(row) : _waiting.AddAfter(ahead, row);
                    _byId[id] = node;
                    _waitingSlots += row.Slots;
                }
            }

            WakeOne_NeedsLock();
        }
    }

    /// <summary>Removes a task that has not begun; false when it does not wait, or waits in a slot.</summary>
    public bool Remove(AckRow id)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var node) || node is null)
            {
                return false;
            }

            _byId.Remove(id);
            _waiting.Remove(node);
            _waitingSlots -= node.Value.Slots;
            return true;
        }
    }

    /// <summary>Identities of the tasks that wait.</summary>
    public AckRow[] Waiting()
    {
        lock (_gate)
        {
            return [.. _byId.Keys];
        }
    }

    /// <summary>Identities of the tasks that wait here and were submitted by clients.</summary>
    public List<AckRow> WaitingWithoutParent()
    {
        lock (_gate)
        {
            return [.. _waiting.Where(static row => row.Parent is null).Select(static row => new AckRow(row.Key, row.Attempt))];
        }
    }

    /// <summary>Which of these tasks wait.</summary>
    public List<AckRow> WaitingOf(IEnumerable<TaskRow> rows)
    {
        lock (_gate)
        {
            return [.. rows.Select(static row => new AckRow(row.Key, row.Attempt)).Where(_byId.ContainsKey)];
        }
    }

    /// <summary>
    /// Waits for the next task that can begin with the free slots, which it then holds. There is no moment at which the
    /// task neither waits nor has begun.
    /// </summary>
    /// <param name="begin">Makes the task the running one.</param>
    /// <param name="idle">Called before the calling thread blocks.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public RunningTask Take(Func<TaskRow, RunningTask> begin, Action idle, CancellationToken stop) =>
        TakeAs(
            row =>
            {
                MarkBegun_NeedsLock(row);
                return begin(row);
            },
            idle,
            stop);

    private T TakeAs<T>(Func<TaskRow, T> taken, Action idle, CancellationToken stop)
    {
        while (true)
        {
            lock (_gate)
            {
                if (TryFind_NeedsLock(out var row))
                {
                    return taken(row);
                }

                _sleeping++;
            }

            idle();
            _wake.Wait(stop);
        }
    }

    /// <summary>Begins the next task that can begin now; false when there is none.</summary>
    internal bool TryTake(out TaskRow row)
    {
        lock (_gate)
        {
            if (!TryFind_NeedsLock(out row))
            {
                return false;
            }

            MarkBegun_NeedsLock(row);
            return true;
        }
    }

    /// <summary>Releases the slots that were taken.</summary>
    public void Release(TaskRow row)
    {
        lock (_gate)
        {
            _runningSlots -= row.Slots;
            _free += row.Slots;
            WakeOne_NeedsLock();
        }
    }

    /// <summary>The next task that can begin now; it holds its slots and counts as prefetched.</summary>
    private bool TryFind_NeedsLock(out TaskRow row)
    {
        while (!_ranks.TryDequeue(out row))
        {
            if (_waiting.First is not { } first || _free <= 0 || (_waiters.Count > 0 && _free <= WantedByWaiters_NeedsLock()))
            {
                return false;
            }

            var next = first.Value.Slots <= _free ? first : Passing_NeedsLock(first);
            if (next is null)
            {
                return false;
            }

            if (next == first)
            {
                _passes = 0;
            }

            row = next.Value;
            _free -= row.Slots;
            if (!row.Ranks.AreSeveral)
            {
                MoveAhead_NeedsLock(next);
                break;
            }

            BeginRanks_NeedsLock(next);
        }

        WakeOne_NeedsLock();
        return true;
    }

    /// <summary>All ranks count as begun from now on. Slots without a task are as many, because each of them has a free slot.</summary>
    private void BeginRanks_NeedsLock(LinkedListNode<TaskRow> node)
    {
        var task = node.Value;
        _waiting.Remove(node);
        foreach (var rank in _ranksBegin?.Invoke(task) ?? [])
        {
            _ranks.Enqueue(rank);
        }

        _byId.Remove(new AckRow(task.Key, task.Attempt));
        _waitingSlots -= task.Slots;
        _runningSlots += task.Slots;
    }

    private void MoveAhead_NeedsLock(LinkedListNode<TaskRow> node)
    {
        _waiting.Remove(node);
        _byId[new AckRow(node.Value.Key, node.Value.Attempt)] = null;
        _waitingSlots -= node.Value.Slots;
        _aheadSlots += node.Value.Slots;
    }

    private void MarkBegun_NeedsLock(in TaskRow row)
    {
        if (row.Ranks.AreSeveral)
        {
            // Its task has begun as a whole.
            return;
        }

        _byId.Remove(new AckRow(row.Key, row.Attempt));
        _aheadSlots -= row.Slots;
        _runningSlots += row.Slots;
    }

    /// <summary>Each slot that finds a task wakes the next one, until one finds none.</summary>
    private void WakeOne_NeedsLock()
    {
        if (_waiters.Count > 0)
        {
            ServeWaiters_NeedsLock();
        }

        if (_sleeping > 0 && (_ranks.Count > 0 || (_free > 0 && _waiting.Count > 0)))
        {
            _sleeping--;
            _wake.Release();
        }
    }

    /// <summary>A smaller task behind a large one that must wait, while passes are left.</summary>
    private LinkedListNode<TaskRow>? Passing_NeedsLock(LinkedListNode<TaskRow> large)
    {
        if (_passes >= PassesPerSlot * _capacity)
        {
            return null;
        }

        for (var node = large.Next; node is not null; node = node.Next)
        {
            if (node.Value.Slots <= _free)
            {
                _passes++;
                return node;
            }
        }

        return null;
    }
}
