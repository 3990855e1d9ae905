using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <content>For slots that prefetch tasks.</content>
#pragma warning disable CA1001 // See the other part.
internal sealed partial class SlotBoard
#pragma warning restore CA1001
{
    /// <summary>Prefetched tasks that should not begin; true = a task that begins all the same continues.</summary>
    private readonly Dictionary<AckRow, bool> _withdrawn = [];

    /// <summary>
    /// As <see cref="Take(Func{TaskRow, RunningTask}, Action, CancellationToken)"/>, but the task holds its slots and still waits until
    /// <see cref="Begin"/>.
    /// </summary>
    public TaskRow TakeAhead(Action idle, CancellationToken stop) => TakeAs(static row => row, idle, stop);

    /// <summary>
    /// Prefetches small tasks, to be run one after another in a slot that the caller holds; leaves those that could begin
    /// elsewhere at once, and leaves all of them when the next one is large, must be announced, or does not fit.
    /// </summary>
    /// <param name="into">Takes the tasks.</param>
    /// <param name="most">Most tasks to take.</param>
    /// <param name="fits">Whether a task can run in the slot's process.</param>
    public void TakeMore(List<TaskRow> into, int most, Func<TaskRow, bool> fits)
    {
        lock (_gate)
        {
            most = Math.Min(most, _waiting.Count - Math.Max(_free, 0));
            for (; most > 0 && _waiting.First is { } first && first.Value is { Slots: 1, Attempt: <= 1, Ranks.AreSeveral: false, Resources: null } row && fits(row); most--)
            {
                into.Add(first.Value);
                MoveAhead_NeedsLock(first);
            }
        }
    }

    /// <summary>Marks a task that is prefetched in a slot as one that should not begin.</summary>
    /// <param name="id">The task.</param>
    /// <param name="waitingOnly">False = the task must also be ended if it begins at this moment.</param>
    /// <returns>False when the task does not wait in a slot.</returns>
    public bool Withdraw(AckRow id, bool waitingOnly)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var node) || node is not null)
            {
                return false;
            }

            _withdrawn[id] = waitingOnly;
            return true;
        }
    }

    /// <summary>A prefetched task begins.</summary>
    /// <returns>True when the task must be ended because it was withdrawn.</returns>
    public bool Begin(in TaskRow row)
    {
        lock (_gate)
        {
            MarkBegun_NeedsLock(row);
            return _withdrawn.Remove(new AckRow(row.Key, row.Attempt), out var waitingOnly) && !waitingOnly;
        }
    }

    /// <summary>A task has ended; the slots it ran in are still held.</summary>
    public void End(in TaskRow row)
    {
        lock (_gate)
        {
            _runningSlots -= row.Slots;
        }
    }

    /// <summary>Releases held slots.</summary>
    public void Free(int slots)
    {
        lock (_gate)
        {
            _free += slots;
            WakeOne_NeedsLock();
        }
    }

    /// <summary>Prefetched tasks wait here again, ahead of all others, in this order.</summary>
    /// <returns>The withdrawn ones, which no longer wait.</returns>
    public List<AckRow> PutBack(IReadOnlyList<TaskRow> rows)
    {
        var forgotten = new List<AckRow>();
        lock (_gate)
        {
            for (var i = rows.Count - 1; i >= 0; i--)
            {
                if (!TryPutBack_NeedsLock(rows[i]))
                {
                    forgotten.Add(new AckRow(rows[i].Key, rows[i].Attempt));
                }
            }

            WakeOne_NeedsLock();
        }

        return forgotten;
    }

    /// <summary>A task that had begun waits again: its process was ended because of another task.</summary>
    public void PutBackBegun(in TaskRow row)
    {
        lock (_gate)
        {
            _runningSlots -= row.Slots;
            _aheadSlots += row.Slots;
            _ = TryPutBack_NeedsLock(row);
            WakeOne_NeedsLock();
        }
    }

    /// <summary>A rank that has not begun is taken by another slot. Its slots are held all the time, although the slot that had it frees as many.</summary>
    public void PutBackRank(in TaskRow rank)
    {
        lock (_gate)
        {
            _free -= rank.Slots;
            _ranks.Enqueue(rank);
            WakeOne_NeedsLock();
        }
    }

    /// <summary>A task whose ranks have come back waits again, ahead of all others. Their slots are freed by those who held them.</summary>
    public void PutBackRanks(in TaskRow row)
    {
        lock (_gate)
        {
            _byId[new AckRow(row.Key, row.Attempt)] = _waiting.AddFirst(row);
            _waitingSlots += row.Slots;
            WakeOne_NeedsLock();
        }
    }

    /// <summary>Forgets a prefetched task if it was withdrawn.</summary>
    public bool TryForget(in TaskRow row)
    {
        lock (_gate)
        {
            return TryForget_NeedsLock(row);
        }
    }

    private bool TryPutBack_NeedsLock(in TaskRow row)
    {
        if (TryForget_NeedsLock(row))
        {
            return false;
        }

        _byId[new AckRow(row.Key, row.Attempt)] = _waiting.AddFirst(row);
        _aheadSlots -= row.Slots;
        _waitingSlots += row.Slots;
        return true;
    }

    private bool TryForget_NeedsLock(in TaskRow row)
    {
        var id = new AckRow(row.Key, row.Attempt);
        if (!_withdrawn.Remove(id))
        {
            return false;
        }

        _byId.Remove(id);
        _aheadSlots -= row.Slots;
        return true;
    }
}
