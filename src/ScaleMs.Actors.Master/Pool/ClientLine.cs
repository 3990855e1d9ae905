using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>The queued tasks of one client that have the same priority.</summary>
internal sealed class ClientLine(Guid client)
{
    // Few: one per numbers of slots and ranks and need of a runtime in use.
    private readonly List<TaskLane> _lanes = [];
    private TaskLane? _lastLane;
    private TaskRuntime? _lastRuntime;

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
        // Tasks of one batch share the object of their runtime.
        var (slots, ranks, runtime, ofSubTasks) = (attempt.Task.Slots, attempt.Task.Ranks, attempt.Task.Runtime, attempt.Task.Parent is not null);
        if (_lastLane is null || _lastLane.Slots != slots || _lastLane.Ranks != ranks || _lastLane.OfSubTasks != ofSubTasks || !ReferenceEquals(_lastRuntime, runtime))
        {
            var need = RuntimeNeed.Of(runtime);
            _lastRuntime = runtime;
            if (_lastLane is null || _lastLane.Slots != slots || _lastLane.Ranks != ranks || _lastLane.OfSubTasks != ofSubTasks || _lastLane.Need != need)
            {
                _lastLane = LaneOf(slots, ranks, need, ofSubTasks);
            }
        }

        _lastLane.Enqueue(attempt, sequence);
    }

    /// <summary>The lane whose head came first, among those that the node can run at all and that are not in <paramref name="except"/>.</summary>
    public TaskLane? First(PoolNode node, RuntimePlacement placement, List<TaskLane> except)
    {
        TaskLane? first = null;
        foreach (var lane in _lanes)
        {
            if ((lane.Slots > node.Slots && !lane.IsSpread(placement)) || !lane.NodesIn(placement).Contains(node) || except.Contains(lane))
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

    private TaskLane LaneOf(int slots, int ranks, RuntimeNeed need, bool ofSubTasks)
    {
        var lane = _lanes.Find(lane => lane.Slots == slots && lane.Ranks == ranks && lane.OfSubTasks == ofSubTasks && lane.Need == need);
        if (lane is null)
        {
            _lanes.RemoveAll(static lane => lane.Count == 0);
            _lanes.Add(lane = new TaskLane(slots, ranks, need, ofSubTasks));
        }

        return lane;
    }
}
