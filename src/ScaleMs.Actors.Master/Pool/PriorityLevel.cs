using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// The queued tasks of one priority, or the sub-tasks among them, fair between clients regardless of how much each has submitted: start-time fair queueing over slots
/// (P. Goyal, H. M. Vin, H. Cheng, IEEE/ACM Transactions on Networking 5, 690, 1997).
/// </summary>
/// <param name="priority">The priority.</param>
/// <param name="ofSubTasks">Whether it is the level of sub-tasks.</param>
internal sealed class PriorityLevel(int priority, bool ofSubTasks)
{
    private readonly Dictionary<Guid, ClientLine> _lines = [];
    private readonly PriorityQueue<ClientLine, (double Served, long Turn)> _byServed = new();
    private double _clock;
    private long _turn;

    public int Priority { get; } = priority;

    /// <summary>Tasks wait for these, and hold memory meanwhile.</summary>
    public bool OfSubTasks { get; } = ofSubTasks;

    public bool IsEmpty => _lines.Count == 0;

    public IEnumerable<ClientLine> Lines => _lines.Values;

    public void Enqueue(TaskAttempt attempt, long sequence)
    {
        if (!_lines.TryGetValue(attempt.Client, out var line))
        {
            // A new line starts at the level's clock: it neither catches up on the past nor waits for it.
            line = new ClientLine(attempt.Client) { Served = _clock };
            _lines.Add(attempt.Client, line);
            PutBack(line);
        }

        else if (line.IsEmpty)
        {
            // An idle line gains no credit either.
            line.Served = Math.Max(line.Served, _clock);
        }

        line.Enqueue(attempt, sequence);
    }

    /// <summary>The line that was served least; it is out of the order until <see cref="PutBack"/>. Null = there is none.</summary>
    public ClientLine? TakeNext()
    {
        while (_byServed.TryDequeue(out var line, out var place))
        {
            if (line.IsEmpty)
            {
                _lines.Remove(line.Client);
            }
            else if (place.Served < line.Served)
            {
                // It was served out of its turn.
                PutBack(line);
            }
            else
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>The line of one client, which stays in the order.</summary>
    public ClientLine? LineOf(Guid client) => _lines.GetValueOrDefault(client);

    public void PutBack(ClientLine line) => _byServed.Enqueue(line, (line.Served, ++_turn));

    /// <summary>Removes all withdrawn attempts.</summary>
    public void Sweep()
    {
        _byServed.Clear();
        foreach (var line in _lines.Values.ToList())
        {
            foreach (var lane in line.Lanes)
            {
                lane.Sweep();
            }

            if (line.IsEmpty)
            {
                _lines.Remove(line.Client);
            }
            else
            {
                PutBack(line);
            }
        }
    }

    /// <summary>A task of this many slots was added to the line.</summary>
    public void Serve(ClientLine line, int slots)
    {
        _clock = Math.Max(_clock, line.Served);
        line.Served += slots;
    }
}
