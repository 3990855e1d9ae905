using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>The queued tasks of one client that have the same priority.</summary>
internal sealed class ClientLine(Guid client)
{
    // Few: one per shape in use.
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
        // Tasks of one batch share the objects of their runtime and their resources.
        var task = attempt.Task;
        var ofSubTasks = task.Parent is not null;
        if (_lastLane is not { } last || last.Slots != task.Slots || last.Ranks != task.Ranks || last.OfSubTasks != ofSubTasks
            || last.Shape.Time != TaskShape.TimeOf(task) || !ReferenceEquals(last.Shape.Resources, task.Resources) || !ReferenceEquals(_lastRuntime, task.Runtime))
        {
            _lastRuntime = task.Runtime;
            _lastLane = LaneOf(TaskShape.Of(task), ofSubTasks);
        }

        _lastLane.Enqueue(attempt, sequence);
    }

    /// <summary>The lane whose head came first, among those that the node can run at all and that are not in <paramref name="except"/>.</summary>
    public TaskLane? First(PoolNode node, RuntimePlacement placement, List<TaskLane> except)
    {
        TaskLane? first = null;
        foreach (var lane in _lanes)
        {
            if ((!lane.Shape.FitsWhenEmpty(node) && !lane.IsSpread(placement)) || !lane.NodesIn(placement).Contains(node) || except.Contains(lane))
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

    private TaskLane LaneOf(TaskShape shape, bool ofSubTasks)
    {
        var lane = _lanes.Find(lane => lane.OfSubTasks == ofSubTasks && lane.Shape == shape);
        if (lane is null)
        {
            _lanes.RemoveAll(static lane => lane.Count == 0);
            _lanes.Add(lane = new TaskLane(shape, ofSubTasks));
        }

        return lane;
    }
}
