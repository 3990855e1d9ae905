using System.Diagnostics.CodeAnalysis;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Workers.Pool;

/// <summary>
/// The tasks that wait: higher priority first, then first come, first served. A task of many slots that does not fit is passed by
/// smaller ones for a while; then one node takes nothing else until it fits there. So it blocks nobody and does not starve.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
internal sealed class TaskQueue
{
    // In order of priority, the highest first. Few: one for each pair of priority and slots that is in use.
    private readonly List<TaskLane> _lanes = [];
    private readonly HashSet<TaskKey> _withdrawn = [];
    private readonly List<TaskLane> _blocked = [];
    private TaskLane? _lastLane;
    private TaskLane? _reservedFor;
    private PoolNode? _reservedNode;
    private long _sequence;

    /// <summary>Queued tasks; withdrawn ones count until they are met.</summary>
    public long Count { get; private set; }

    public void Enqueue(Ticket ticket)
    {
        var (priority, slots) = (ticket.Task.Priority, ticket.Task.Slots);
        if (_lastLane is null || _lastLane.Slots != slots || _lastLane.Priority != priority)
        {
            _lastLane = Lane(priority, slots);
        }

        _lastLane.Enqueue(ticket, ++_sequence);
        Count++;
    }

    /// <summary>The task is not to leave the queue any more.</summary>
    public void Withdraw(TaskKey key)
    {
        if (Count > 0)
        {
            _withdrawn.Add(key);
        }
    }

    /// <summary>The next task for a node, among those that fit what it has free.</summary>
    /// <param name="node">Where it is to run.</param>
    /// <param name="placeFor">Names the node that is to make room for an overdue task.</param>
    /// <param name="ticket">The task.</param>
    public bool TryTake(PoolNode node, Func<TaskLane, PoolNode?> placeFor, out Ticket ticket)
    {
        ticket = default;
        var free = node.Free;
        if (free == 0 || Count == 0)
        {
            return false;
        }

        _blocked.Clear();
        for (var first = 0; first < _lanes.Count; first = EndOfLevel(first))
        {
            while (Next(first, node.Slots) is { } lane)
            {
                if (lane.Slots <= free && (_reservedNode != node || _reservedFor == lane))
                {
                    ticket = Take(lane);
                    return true;
                }

                _blocked.Add(lane);
                if (lane.Slots > free && lane.IsOverdue && _reservedFor is null && placeFor(lane) is { } place)
                {
                    (_reservedFor, _reservedNode) = (lane, place);
                }
            }
        }

        return false;
    }

    /// <summary>Takes out all that need more slots than <paramref name="slots"/>.</summary>
    public List<Ticket> TakeLargerThan(int slots)
    {
        var larger = new List<Ticket>();
        foreach (var lane in _lanes.Where(lane => lane.Slots > slots))
        {
            while (lane.Count > 0)
            {
                SkipWithdrawn(lane);
                if (lane.Count > 0)
                {
                    larger.Add(Dequeue(lane));
                }
            }
        }

        return larger;
    }

    /// <summary>The node is gone or out of reach; it makes room for nothing.</summary>
    public void Forget(PoolNode node)
    {
        if (_reservedNode == node)
        {
            (_reservedFor, _reservedNode) = (null, null);
        }
    }

    private TaskLane Lane(int priority, int slots)
    {
        _lanes.RemoveAll(lane => lane.Count == 0);
        _lastLane = null;
        var at = _lanes.FindIndex(lane => lane.Priority <= priority);
        at = at < 0 ? _lanes.Count : at;
        for (var i = at; i < _lanes.Count && _lanes[i].Priority == priority; i++)
        {
            if (_lanes[i].Slots == slots)
            {
                return _lanes[i];
            }
        }

        var lane = new TaskLane(priority, slots);
        _lanes.Insert(at, lane);
        return lane;
    }

    private int EndOfLevel(int first)
    {
        var end = first + 1;
        while (end < _lanes.Count && _lanes[end].Priority == _lanes[first].Priority)
        {
            end++;
        }

        return end;
    }

    /// <summary>Of the lanes of one priority, the one whose head came first, among those that fit the node at all and are not blocked.</summary>
    private TaskLane? Next(int first, int nodeSlots)
    {
        TaskLane? next = null;
        for (var i = first; i < _lanes.Count && _lanes[i].Priority == _lanes[first].Priority; i++)
        {
            var lane = _lanes[i];
            if (lane.Slots > nodeSlots || _blocked.Contains(lane))
            {
                continue;
            }

            SkipWithdrawn(lane);
            if (lane.Count > 0 && (next is null || lane.HeadSequence < next.HeadSequence))
            {
                next = lane;
            }
        }

        return next;
    }

    private Ticket Take(TaskLane lane)
    {
        foreach (var passed in _blocked)
        {
            passed.PassedBy(lane.Slots);
        }

        return Dequeue(lane);
    }

    private Ticket Dequeue(TaskLane lane)
    {
        if (_reservedFor == lane)
        {
            (_reservedFor, _reservedNode) = (null, null);
        }

        Count--;
        var ticket = lane.Dequeue();
        if (Count == 0)
        {
            // Requests that came too late for their task are all that is left.
            _withdrawn.Clear();
        }

        return ticket;
    }

    private void SkipWithdrawn(TaskLane lane)
    {
        while (_withdrawn.Count > 0 && lane.Count > 0 && _withdrawn.Remove(lane.Head.Key))
        {
            Dequeue(lane);
        }
    }
}
