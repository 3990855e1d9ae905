using System.Diagnostics.CodeAnalysis;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// The tasks that wait: higher priority first, sub-tasks before others of their priority, then each client in its turn, then first come, first served. A task of many slots that
/// does not fit is passed by smaller ones for a while; then one node takes nothing else until it fits there; for ranks that no node has room for, as many
/// nodes as it needs. So it neither blocks others nor starves.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
internal sealed class TaskQueue
{
    // Withdrawn attempts stay queued up to this number, so that the cost of a sweep is spread over many withdrawals.
    private const int FewWithdrawn = 1024;

    // The highest priority is last, where removal is cheap.
    private readonly List<PriorityLevel> _levels = [];
    private readonly List<TaskLane> _blocked = [];
    private readonly HashSet<TaskLane> _tooLong = [];
    private readonly List<ClientLine> _aside = [];
    private RuntimePlacement _placement = new([]);
    private PriorityLevel? _lastLevel;
    private TaskLane? _reservedFor;
    private readonly HashSet<PoolNode> _reserved = [];
    private long _sequence;
    private long _withdrawn;

    /// <summary>Queued tasks.</summary>
    public long Count { get; private set; }

    /// <summary>Slots of the queued tasks, those of withdrawn ones included.</summary>
    public long Slots => Lanes.Sum(static lane => (long)lane.Count * lane.Slots);

    /// <summary>Attempts that are held, those of withdrawn tasks included.</summary>
    public long Attempts => Lanes.Sum(static lane => lane.Count);

    private IEnumerable<TaskLane> Lanes => _levels.SelectMany(static level => level.Lines).SelectMany(static line => line.Lanes);

    /// <summary>The nodes have changed.</summary>
    public void Use(RuntimePlacement placement)
    {
        _placement = placement;
        if (_reservedFor is { } lane && !_reserved.All(lane.NodesIn(placement).Contains))
        {
            // Otherwise a node would make room for a task that it is never given.
            Unreserve();
        }
    }

    public void Enqueue(TaskAttempt attempt)
    {
        var isSubTask = attempt.Task.Parent is not null;
        if (_lastLevel is null || _lastLevel.Priority != attempt.Task.Priority || _lastLevel.OfSubTasks != isSubTask)
        {
            _lastLevel = Level(attempt.Task.Priority, isSubTask);
        }

        attempt.Task.QueuedAttempt = attempt.Attempt;
        _lastLevel.Enqueue(attempt, ++_sequence);
        Count++;
    }

    /// <summary>Withdraws a task.</summary>
    /// <returns>False when it is not in the queue.</returns>
    public bool Withdraw(TaskSpec task)
    {
        if (task.QueuedAttempt == 0)
        {
            return false;
        }

        task.QueuedAttempt = 0;
        Count--;
        if (++_withdrawn > FewWithdrawn && _withdrawn > Count)
        {
            _levels.ForEach(static level => level.Sweep());
            _withdrawn = 0;
        }

        return true;
    }

    /// <summary>The next task for a node, among those that fit what it has free.</summary>
    /// <param name="node">Where it is to run.</param>
    /// <param name="places">What can be said of all nodes.</param>
    /// <param name="attempt">The task.</param>
    public bool TryTake(PoolNode node, IPlaces places, out TaskAttempt attempt)
    {
        attempt = default;
        var free = node.Free;
        if (free == 0 || Count == 0)
        {
            return false;
        }

        _blocked.Clear();
        _tooLong.Clear();
        DropReservationOfWithdrawn();
        for (var i = _levels.Count - 1; i >= 0; i--)
        {
            var level = _levels[i];
            var found = node.SubTasksOnly
                ? level.OfSubTasks && level.LineOf(node.Process) is { } own && TryTake(level, own, node, free, places, out attempt)
                : TryTake(level, node, free, places, out attempt);
            _aside.ForEach(level.PutBack);
            _aside.Clear();
            if (found)
            {
                return true;
            }

            if (level.IsEmpty)
            {
                _levels.RemoveAt(i);
                _lastLevel = null;
            }
        }

        return false;
    }

    /// <summary>Takes out all that need more than any node has on which they can run, or all such nodes for ranks; those that wait for such a node stay.</summary>
    public List<TaskAttempt> TakeUnschedulable()
    {
        var unschedulable = new List<TaskAttempt>();
        foreach (var lane in Lanes.Where(lane => lane.Shape.Resources is not { Waits: true } && !lane.IsPossible(_placement)))
        {
            lane.SkipWithdrawn();
            while (lane.Count > 0)
            {
                unschedulable.Add(Dequeue(lane));
                lane.SkipWithdrawn();
            }
        }

        return unschedulable;
    }

    /// <summary>The node is gone or out of reach; it makes room for nothing.</summary>
    public void Forget(PoolNode node)
    {
        if (_reserved.Contains(node))
        {
            Unreserve();
        }
    }

    private void Unreserve()
    {
        _reservedFor = null;
        _reserved.Clear();
    }

    private bool TryTake(PriorityLevel level, PoolNode node, int free, IPlaces places, out TaskAttempt attempt)
    {
        while (level.TakeNext() is { } line)
        {
            _aside.Add(line);
            if (TryTake(level, line, node, free, places, out attempt))
            {
                return true;
            }
        }

        attempt = default;
        return false;
    }

    private bool TryTake(PriorityLevel level, ClientLine line, PoolNode node, int free, IPlaces places, out TaskAttempt attempt)
    {
        while (line.First(node, _placement, _blocked) is { } lane)
        {
            if (!places.HasTimeFor(node, lane.Head))
            {
                // It waits for a worker that lasts longer, whatever runs here.
                _tooLong.Add(lane);
                _blocked.Add(lane);
                continue;
            }

            var fits = lane.IsSpread(_placement) ? places.HaveRoomFor(lane) : lane.Slots <= free && lane.Shape.HasResources(node);

            // A node that makes room for a large task runs sub-tasks: what it has may wait for them.
            if (fits && (_reservedFor is null || _reservedFor == lane || !_reserved.Contains(node) || level.OfSubTasks || !IsInTheWayOf(_reservedFor, lane, node, free)))
            {
                foreach (var passed in _blocked)
                {
                    if (!_tooLong.Contains(passed) && IsInTheWayOf(passed, lane, node, free))
                    {
                        passed.PassedBy(lane.Slots);
                    }
                }

                attempt = Dequeue(lane);
                level.Serve(line, lane.Slots);
                return true;
            }

            _blocked.Add(lane);
            if (!fits && lane.IsOverdue && _reservedFor is null && places.ToReserve(lane) is { Count: > 0 } nodes)
            {
                _reservedFor = lane;
                _reserved.UnionWith(nodes);
            }
        }

        attempt = default;
        return false;
    }

    /// <summary>Whether a task that waits for room on the node would wait longer because of another one there.</summary>
    private bool IsInTheWayOf(TaskLane waiting, TaskLane other, PoolNode node, int free) =>
        waiting.Shape.Resources is not { Counts: true } resources
        || waiting.IsSpread(_placement)
        || waiting.Slots > free
        || waiting.Shape.HasResources(node)
        || node.Resources.IsLackingWhatAlsoNeeds(resources, waiting.Ranks, other.Shape.Resources);

    private PriorityLevel Level(int priority, bool ofSubTasks)
    {
        var (low, high) = (0, _levels.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = IsBelow(_levels[middle], priority, ofSubTasks) ? (middle + 1, high) : (low, middle);
        }

        if (low == _levels.Count || _levels[low].Priority != priority || _levels[low].OfSubTasks != ofSubTasks)
        {
            _levels.Insert(low, new PriorityLevel(priority, ofSubTasks));
        }

        return _levels[low];
    }

    private static bool IsBelow(PriorityLevel level, int priority, bool ofSubTasks) =>
        level.Priority < priority || (level.Priority == priority && !level.OfSubTasks && ofSubTasks);

    /// <summary>Withdrawn tasks are never assigned, so their node would reserve room indefinitely.</summary>
    private void DropReservationOfWithdrawn()
    {
        _reservedFor?.SkipWithdrawn();
        if (_reservedFor is { IsOverdue: false })
        {
            Unreserve();
        }
    }

    private TaskAttempt Dequeue(TaskLane lane)
    {
        if (_reservedFor == lane)
        {
            Unreserve();
        }

        Count--;
        var attempt = lane.Dequeue();
        attempt.Task.QueuedAttempt = 0;
        return attempt;
    }
}
