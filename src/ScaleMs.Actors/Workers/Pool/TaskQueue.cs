using System.Diagnostics.CodeAnalysis;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Workers.Pool;

/// <summary>
/// The tasks that wait: higher priority first, then each client in its turn, then first come, first served. A task of many slots that
/// does not fit is passed by smaller ones for a while; then one node takes nothing else until it fits there. So it blocks nobody and
/// does not starve.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
internal sealed class TaskQueue
{
    // The highest priority first. Few: one for each priority that is in use.
    private readonly List<PriorityLevel> _levels = [];
    private readonly List<TaskLane> _blocked = [];
    private readonly List<ClientLine> _aside = [];
    private PriorityLevel? _lastLevel;
    private TaskLane? _reservedFor;
    private PoolNode? _reservedNode;
    private long _sequence;

    /// <summary>Queued tasks.</summary>
    public long Count { get; private set; }

    public void Enqueue(Ticket ticket)
    {
        if (_lastLevel?.Priority != ticket.Task.Priority)
        {
            _lastLevel = Level(ticket.Task.Priority);
        }

        ticket.Task.QueuedAttempt = ticket.Attempt;
        _lastLevel.Enqueue(ticket, ++_sequence);
        Count++;
    }

    /// <summary>The task is not to leave the queue any more.</summary>
    /// <returns>False when it is not in the queue.</returns>
    public bool Withdraw(TaskSpec task)
    {
        if (task.QueuedAttempt == 0)
        {
            return false;
        }

        task.QueuedAttempt = 0;
        Count--;
        return true;
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
        foreach (var level in _levels)
        {
            var found = TryTake(level, node, free, placeFor, out ticket);
            _aside.ForEach(level.PutBack);
            _aside.Clear();
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes out all that need more slots than <paramref name="slots"/>.</summary>
    public List<Ticket> TakeLargerThan(int slots)
    {
        var larger = new List<Ticket>();
        foreach (var lane in _levels.SelectMany(static level => level.Lines).SelectMany(static line => line.Lanes).Where(lane => lane.Slots > slots))
        {
            lane.SkipWithdrawn();
            while (lane.Count > 0)
            {
                larger.Add(Dequeue(lane));
                lane.SkipWithdrawn();
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

    private bool TryTake(PriorityLevel level, PoolNode node, int free, Func<TaskLane, PoolNode?> placeFor, out Ticket ticket)
    {
        while (level.TakeNext() is { } line)
        {
            _aside.Add(line);
            while (line.First(node.Slots, _blocked) is { } lane)
            {
                if (lane.Slots <= free && (_reservedNode != node || _reservedFor == lane))
                {
                    _blocked.ForEach(passed => passed.PassedBy(lane.Slots));
                    ticket = Dequeue(lane);
                    level.Serve(line, lane.Slots);
                    return true;
                }

                _blocked.Add(lane);
                if (lane.Slots > free && lane.IsOverdue && _reservedFor is null && placeFor(lane) is { } place)
                {
                    (_reservedFor, _reservedNode) = (lane, place);
                }
            }
        }

        ticket = default;
        return false;
    }

    private PriorityLevel Level(int priority)
    {
        _levels.RemoveAll(static level => level.IsEmpty);
        var at = _levels.FindIndex(level => level.Priority <= priority);
        at = at < 0 ? _levels.Count : at;
        if (at == _levels.Count || _levels[at].Priority != priority)
        {
            _levels.Insert(at, new PriorityLevel(priority));
        }

        return _levels[at];
    }

    private Ticket Dequeue(TaskLane lane)
    {
        if (_reservedFor == lane)
        {
            (_reservedFor, _reservedNode) = (null, null);
        }

        Count--;
        var ticket = lane.Dequeue();
        ticket.Task.QueuedAttempt = 0;
        return ticket;
    }
}
