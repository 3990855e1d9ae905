using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>The queued tasks of one client that have the same priority.</summary>
internal sealed class ClientLine(Guid client)
{
    // Few: one per number of slots in use.
    private readonly List<TaskLane> _lanes = [];
    private TaskLane? _lastLane;

    public Guid Client { get; } = client;

    /// <summary>Slots' worth of tasks that it was served, on the clock of its level: the one that was served least comes next.</summary>
    public double Served { get; set; }

    public IReadOnlyList<TaskLane> Lanes => _lanes;

    /// <summary>True when it has only withdrawn tasks, or none.</summary>
    public bool IsEmpty
    {
        get
        {
            foreach (var lane in _lanes)
            {
                lane.SkipWithdrawn();
                if (lane.Count > 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public void Enqueue(TaskAttempt attempt, long sequence)
    {
        if (_lastLane is null || _lastLane.Slots != attempt.Task.Slots)
        {
            _lastLane = _lanes.Find(lane => lane.Slots == attempt.Task.Slots);
            if (_lastLane is null)
            {
                _lanes.RemoveAll(static lane => lane.Count == 0);
                _lanes.Add(_lastLane = new TaskLane(attempt.Task.Slots));
            }
        }

        _lastLane.Enqueue(attempt, sequence);
    }

    /// <summary>The lane whose head came first, among those that fit into <paramref name="nodeSlots"/> at all and are not in <paramref name="except"/>.</summary>
    public TaskLane? First(int nodeSlots, List<TaskLane> except)
    {
        TaskLane? first = null;
        foreach (var lane in _lanes)
        {
            if (lane.Slots > nodeSlots || except.Contains(lane))
            {
                continue;
            }

            lane.SkipWithdrawn();
            if (lane.Count > 0 && (first is null || lane.HeadSequence < first.HeadSequence))
            {
                first = lane;
            }
        }

        return first;
    }
}
