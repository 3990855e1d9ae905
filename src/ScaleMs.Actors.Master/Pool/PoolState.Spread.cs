using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <content>Tasks whose ranks run on several nodes.</content>
internal sealed partial class PoolState
{
    private readonly List<(PoolNode Node, AckRow Task)> _orphans = [];
    private readonly Dictionary<AckRow, SpreadTask> _complete = [];
    private int _spreadFlights;

    /// <summary>The nodes that have the task besides the first.</summary>
    public IEnumerable<PoolNode> OthersOf(TaskKey key) => _flights[key].Spread?.Parts.Skip(1).Select(static part => part.Node) ?? [];

    /// <summary>A result came that may be that of a part.</summary>
    /// <param name="row">The result.</param>
    /// <param name="from">The node, if it is registered.</param>
    /// <param name="transferLimit">Most bytes of an outcome.</param>
    /// <param name="whole">The result of the whole task, if this completes it.</param>
    public PartUse FinishPart(in ResultRow row, PoolNode? from, long transferLimit, out (ResultRow Result, string Workers) whole)
    {
        whole = default;
        if (_spreadFlights == 0 && _complete.Count == 0)
        {
            return PartUse.None;
        }

        var id = new AckRow(row.Key, row.Attempt);
        if (_complete.ContainsKey(id))
        {
            return PartUse.Kept;
        }

        if (!_flights.TryGetValue(row.Key, out var flight) || flight.TaskAttempt.Attempt != row.Attempt || flight.Spread?.At(from) is not { } part)
        {
            return PartUse.None;
        }

        if (row.State == TaskState.Canceled && flight.Asked == Asked.Nothing)
        {
            GiveUpParts(row.Key, part.Node);
            Land(row.Key);
            part.Node.HandBack(part.Slots);
            part.Node.Resources.Release(part.Holding);
            _queue.Enqueue(flight.TaskAttempt);
            return PartUse.Dropped;
        }

        part.Result = row;
        if (row.State == TaskState.Failed)
        {
            // The workers tell each other; this is for the case that such a message was lost.
            Ask(flight, Asked.End);
        }

        if (part.Task.Result(transferLimit) is not { } result)
        {
            return PartUse.Kept;
        }

        Land(row.Key);
        foreach (var ended in part.Task.Parts)
        {
            ended.Node.Finish(ended.Slots, result.StartedMicroseconds == 0 ? 0 : result.FinishedMicroseconds - result.StartedMicroseconds);
            ended.Node.Resources.Release(ended.Holding);
        }

        _complete.Add(id, part.Task);
        whole = (result, part.Task.Workers);
        return PartUse.Completes;
    }

    /// <summary>The ledger has written the result of a spread task.</summary>
    /// <returns>The workers whose parts it consists of.</returns>
    public IEnumerable<IActorRef> Acknowledged(AckRow id) =>
        _complete.Remove(id, out var task) ? task.Parts.Select(static part => part.Node.Actor) : [];

    /// <summary>Parts whose attempt is over because another part is lost. They are to end.</summary>
    public List<(PoolNode Node, AckRow Task)> TakeOrphans()
    {
        var orphans = _orphans.ToList();
        _orphans.Clear();
        return orphans;
    }

    public bool HaveRoomFor(TaskLane lane) => lane.NodesIn(Placement).Nodes.Where(IsHere).Sum(node => lane.Shape.RanksNow(node)) >= lane.Ranks;

    /// <summary>The node expected to have room first; for ranks that no node has room for, the largest nodes that together have.</summary>
    public IReadOnlyCollection<PoolNode> ToReserve(TaskLane lane)
    {
        var nodes = lane.NodesIn(Placement).Nodes.Where(node => IsHere(node) && node is { UnreachableSince: null, SubTasksOnly: false, IsReleased: false });
        if (!lane.IsSpread(Placement))
        {
            return nodes.Where(lane.Shape.FitsWhenEmpty).MaxBy(node => (lane.Shape.HasResources(node), node.Free)) is { } best ? [best] : [];
        }

        var (reserved, ranks) = (new List<PoolNode>(), 0);
        foreach (var node in nodes.OrderByDescending(static node => node.Slots))
        {
            if (ranks < lane.Ranks)
            {
                reserved.Add(node);
                ranks += lane.Shape.RanksWhenEmpty(node);
            }
        }

        return ranks < lane.Ranks ? [] : reserved;
    }

    /// <summary>Nodes that may come back count for what is possible, and not for what is there.</summary>
    private bool IsHere(PoolNode node) => _nodes.ContainsKey(node.Id);

    /// <summary>Gives an attempt to several nodes, those with most room first, so that they are few.</summary>
    private void Spread(TaskAttempt attempt)
    {
        var shares = new List<(PoolNode Node, int Ranks)>();
        var shape = TaskShape.Of(attempt.Task);
        var left = shape.Ranks;
        foreach (var (node, room) in Placement.For(shape.Need).Nodes.Where(IsHere).Select(node => (Node: node, Room: shape.RanksNow(node))).OrderByDescending(static node => node.Room))
        {
            var ranks = Math.Min(left, room);
            if (ranks > 0)
            {
                shares.Add((node, ranks));
                left -= ranks;
            }
        }

        if (left > 0)
        {
            throw new BrokenInvariantException($"{left} ranks of task {attempt.Task.Uid} have no node, although there was room");
        }

        var task = new SpreadTask(attempt, shares);
        Fly(new Flight(attempt, task.Parts[0].Node) { Spread = task });
        _spreadFlights++;
        foreach (var part in task.Parts)
        {
            part.Node.Take(part.Slots);
            part.Holding = part.Node.Resources.Take(shape.Resources, part.Ranks.Count);
            part.Node.Outbox.Add(new Assignment(attempt, part));
        }
    }

    /// <summary>The parts of an attempt elsewhere are over.</summary>
    private void GiveUpParts(TaskKey key, PoolNode except)
    {
        var flight = _flights[key];
        foreach (var part in flight.Spread?.Parts ?? [])
        {
            if (part.Node != except)
            {
                part.Node.Release(part.Slots);
                Orphan(part.Node, new AckRow(key, flight.TaskAttempt.Attempt), part.Holding);
                _orphans.Add((part.Node, new AckRow(key, flight.TaskAttempt.Attempt)));
            }
        }
    }
}
