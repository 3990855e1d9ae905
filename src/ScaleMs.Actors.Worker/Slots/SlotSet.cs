namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// A worker's slots: as many as tasks run at a time, and spare ones. While a task in a slot waits for tasks that it has submitted, a spare slot takes
/// tasks in its place; it stops when there is one too many again. When a task waits in every one of them, the last spare ones take sub-tasks, so that those
/// that cannot run in the process of the one that waits for them run at all.
/// </summary>
internal sealed class SlotSet
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly Func<int, bool, Slot> _create;
    private readonly int _lastOnes;
    private readonly Slot[] _slots;

    /// <summary>Of each slot, whether it takes tasks, or ends the one that it has.</summary>
    private readonly bool[] _started;
    private readonly bool[] _stopping;
    private volatile int _spares;
    private volatile bool _isOver;

    /// <summary>A worker's slots.</summary>
    /// <param name="capacity">Tasks that run at a time.</param>
    /// <param name="maxWaiting">Most slots in which tasks wait, for each of these.</param>
    /// <param name="create">Makes a slot of that number, which takes sub-tasks only or all tasks.</param>
    public SlotSet(int capacity, int maxWaiting, Func<int, bool, Slot> create)
    {
        (_capacity, _create) = (capacity, create);
        _lastOnes = capacity * (1 + maxWaiting);
        _slots = [.. Enumerable.Range(0, CountOf(capacity, maxWaiting)).Select(number => create(number, number >= _lastOnes))];
        (_started, _stopping) = (new bool[_slots.Length], new bool[_slots.Length]);
    }

    public IReadOnlyList<Slot> All => _slots;

    /// <summary>The number of slots, spare ones included.</summary>
    public static int CountOf(int capacity, int maxWaiting) => maxWaiting == 0 ? capacity : capacity * (2 + maxWaiting);

    /// <summary>True = in every slot that there can be a task waits, so only tasks that those have submitted can run here.</summary>
    public bool TakesSubTasksOnly
    {
        get
        {
            if (_spares == 0)
            {
                return false;
            }

            lock (_gate)
            {
                return Ready_NeedsLock() == 0;
            }
        }
    }

    /// <summary>Starts the slots that are not spare.</summary>
    public void Start()
    {
        lock (_gate)
        {
            for (var i = 0; i < _capacity; i++)
            {
                Start_NeedsLock(i);
            }
        }
    }

    /// <summary>Slots stop that run no task; others when theirs has ended.</summary>
    public void ShutDown()
    {
        _isOver = true;
        foreach (var slot in _slots)
        {
            slot.ShutDown();
        }
    }

    /// <summary>A task in a slot waits: another slot takes tasks in its place.</summary>
    public void Waits()
    {
        lock (_gate)
        {
            while (!_isOver && Ready_NeedsLock() < _capacity)
            {
                var spare = Array.IndexOf(_started, false, 0, _lastOnes);
                if (spare < 0)
                {
                    StartLast_NeedsLock();
                    return;
                }

                _spares++;
                Start_NeedsLock(spare);
            }
        }
    }

    /// <summary>Tasks have ended or go on: stops spare slots that are too many.</summary>
    public void Look()
    {
        if (_spares == 0)
        {
            return;
        }

        Slot? idle = null;
        lock (_gate)
        {
            var ready = Ready_NeedsLock();
            for (var i = _slots.Length - 1; i >= _capacity && idle is null; i--)
            {
                if ((i < _lastOnes ? ready > _capacity : ready > 0) && _started[i] && !_stopping[i] && !_slots[i].Begun.Any())
                {
                    (_stopping[i], idle) = (true, _slots[i]);
                }
            }
        }

        idle?.Stop();
    }

    /// <summary>A slot that was stopped has ended. A new one may start in its place.</summary>
    public void Ended(Slot slot)
    {
        lock (_gate)
        {
            var i = slot.Number;
            if (i >= _capacity && _slots[i] == slot && !_isOver)
            {
                _slots[i] = _create(i, i >= _lastOnes);
                (_started[i], _stopping[i]) = (false, false);
                _spares--;
            }
        }
    }

    /// <summary>Slots that take any task, now or when theirs has ended.</summary>
    private int Ready_NeedsLock()
    {
        var ready = 0;
        for (var i = 0; i < _lastOnes && i < _slots.Length; i++)
        {
            ready += _started[i] && !_stopping[i] && _slots[i].Waiting.Count == 0 ? 1 : 0;
        }

        return ready;
    }

    private void StartLast_NeedsLock()
    {
        for (var i = _lastOnes; Ready_NeedsLock() == 0 && i < _slots.Length; i++)
        {
            if (!_started[i])
            {
                _spares++;
                Start_NeedsLock(i);
            }
        }
    }

    private void Start_NeedsLock(int i)
    {
        _started[i] = true;
        _slots[i].Start();
    }
}
