using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <content>For slots in whose process a task waits for tasks that it has submitted. They come before all others: what waits holds memory.</content>
#pragma warning disable CA1001 // See the other part.
internal sealed partial class SlotBoard
#pragma warning restore CA1001
{
    private readonly List<BoardWaiter> _waiters = [];

    /// <summary>Waits for slots with which the task goes on, for a task that can run meanwhile, or until <see cref="BoardWaiter.Wake"/>.</summary>
    /// <param name="waiter">The slot.</param>
    /// <param name="slots">Slots that the task needs to go on.</param>
    /// <param name="wantsToGoOn">Whether it can go on.</param>
    /// <param name="mayTake">Whether a task can run meanwhile.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>What was taken; null = nothing, something else has come up.</returns>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public BoardTaken? WaitFor(BoardWaiter waiter, int slots, Func<bool> wantsToGoOn, Func<TaskRow, bool> mayTake, CancellationToken stop)
    {
        lock (_gate)
        {
            (waiter.Slots, waiter.WantsToGoOn, waiter.MayTake, waiter.Taken) = (slots, wantsToGoOn, mayTake, null);
            _waiters.Add(waiter);
            ServeWaiters_NeedsLock();
        }

        try
        {
            waiter.WaitForNews(stop);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }

        return waiter.Taken;
    }

    /// <summary>Waits for a task that another one has submitted; it holds its slots and still waits until <see cref="Begin"/>.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public TaskRow TakeSubTask(BoardWaiter waiter, CancellationToken stop)
    {
        while (true)
        {
            if (WaitFor(waiter, slots: 1, static () => false, static row => !row.Ranks.AreSeveral, stop) is { Row: { } row })
            {
                return row;
            }
        }
    }

    /// <summary>What a slot waits for may have changed.</summary>
    public void Look()
    {
        lock (_gate)
        {
            ServeWaiters_NeedsLock();
        }
    }

    /// <summary>A task that waited begins anew, ahead of all others. It held no slots.</summary>
    public void PutBackWaiting(in TaskRow row)
    {
        lock (_gate)
        {
            _byId[new AckRow(row.Key, row.Attempt)] = _waiting.AddFirst(row);
            _waitingSlots += row.Slots;
            WakeOne_NeedsLock();
        }
    }

    /// <summary>Gives back slots that a task was to go on with.</summary>
    public void Release(int slots)
    {
        lock (_gate)
        {
            _runningSlots -= slots;
            _free += slots;
            WakeOne_NeedsLock();
        }
    }

    private void ServeWaiters_NeedsLock()
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.Taken is null && _free > 0)
            {
                Serve_NeedsLock(waiter);
            }
        }
    }

    private void Serve_NeedsLock(BoardWaiter waiter)
    {
        if (waiter.WantsToGoOn())
        {
            if (waiter.Slots <= _free)
            {
                _free -= waiter.Slots;
                _runningSlots += waiter.Slots;
                waiter.Taken = new BoardTaken(null);
                waiter.SetNews();
            }

            return;
        }

        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Parent is not null && node.Value.Slots <= _free && waiter.MayTake(node.Value))
            {
                var row = node.Value;
                _free -= row.Slots;
                MoveAhead_NeedsLock(node);
                waiter.Taken = new BoardTaken(row);
                waiter.SetNews();
                return;
            }
        }
    }

    /// <summary>Slots that tasks wait for which can go on: no other task gets them.</summary>
    private int WantedByWaiters_NeedsLock()
    {
        var wanted = 0;
        foreach (var waiter in _waiters)
        {
            wanted += waiter.Taken is null && waiter.WantsToGoOn() ? waiter.Slots : 0;
        }

        return wanted;
    }
}
