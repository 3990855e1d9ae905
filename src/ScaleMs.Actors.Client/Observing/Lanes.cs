namespace ScaleMs.Actors.Client.Observing;

/// <summary>
/// Rows of a worker in which its runs are drawn so that none covers another, as few as its slots. The master does not know in which slot a task runs;
/// a picture needs only that runs at the same time are beside each other.
/// </summary>
public sealed class Lanes
{
    private readonly List<long> _freeFrom = [];
    private readonly Dictionary<string, (int Lane, int Slots)> _running = [];

    /// <summary>The first row of a run that has not ended.</summary>
    public int OfRunning(string uid, int slots, long start)
    {
        if (!_running.TryGetValue(uid, out var lanes))
        {
            lanes = (Take(slots, start, long.MaxValue), slots);
            _running.Add(uid, lanes);
        }

        return lanes.Lane;
    }

    /// <summary>The first row of a run that has ended.</summary>
    public int OfEnded(string uid, int slots, long start, long end)
    {
        if (_running.Remove(uid, out var lanes))
        {
            Free(lanes, end);
            return lanes.Lane;
        }

        return Take(slots, start, end);
    }

    /// <summary>Runs that are not among those that run any more: their end was not shown.</summary>
    public void Keep(IReadOnlySet<string> running, long now)
    {
        foreach (var (uid, lanes) in _running.Where(entry => !running.Contains(entry.Key)).ToArray())
        {
            _running.Remove(uid);
            Free(lanes, now);
        }
    }

    private void Free((int Lane, int Slots) lanes, long from)
    {
        for (var i = lanes.Lane; i < lanes.Lane + lanes.Slots; i++)
        {
            _freeFrom[i] = from;
        }
    }

    /// <summary>Rows beside each other that are free at that time; of several, those that became free last.</summary>
    private int Take(int slots, long start, long end)
    {
        var (best, bestFree) = (-1, long.MinValue);
        for (var lane = 0; lane + slots <= _freeFrom.Count; lane++)
        {
            var free = long.MinValue;
            for (var i = lane; i < lane + slots; i++)
            {
                free = Math.Max(free, _freeFrom[i]);
            }

            if (free <= start && free > bestFree)
            {
                (best, bestFree) = (lane, free);
            }
        }

        if (best < 0)
        {
            best = _freeFrom.Count;
            while (best > 0 && _freeFrom[best - 1] <= start && _freeFrom.Count - best < slots)
            {
                best--;
            }
        }

        while (_freeFrom.Count < best + slots)
        {
            _freeFrom.Add(long.MinValue);
        }

        for (var i = best; i < best + slots; i++)
        {
            _freeFrom[i] = end;
        }

        return best;
    }
}
