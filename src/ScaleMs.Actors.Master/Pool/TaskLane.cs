using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// Queued tasks of one priority and one client that have the same shape, first come, first served.
/// Of sub-tasks the newest comes first: it is the one that the innermost task waits for, so few tasks are begun and not ended at a time.
/// </summary>
internal sealed class TaskLane(TaskShape shape, bool ofSubTasks)
{
    private readonly LinkedList<(TaskAttempt TaskAttempt, long Sequence)>? _newestFirst = ofSubTasks ? [] : null;
    private readonly Queue<(TaskAttempt TaskAttempt, long Sequence)> _tickets = new();
    private RuntimePlacement? _placement;
    private SuitableNodes? _suitable;
    private (int OfOne, long OfAll) _ranks;

    public TaskShape Shape { get; } = shape;

    public int Slots => Shape.Slots;

    public int Ranks => Shape.Ranks;

    public bool OfSubTasks { get; } = ofSubTasks;

    public int Count => _newestFirst?.Count ?? _tickets.Count;

    /// <summary>Slots' worth of later tasks that have passed the head while it did not fit.</summary>
    public long Passed { get; private set; }

    /// <summary>Order of arrival of the head.</summary>
    public long HeadSequence => _newestFirst?.First!.Value.Sequence ?? _tickets.Peek().Sequence;

    /// <summary>The head.</summary>
    public TaskSpec Head => (_newestFirst?.First!.Value.TaskAttempt ?? _tickets.Peek().TaskAttempt).Task;

    /// <summary>The head was passed the maximum number of times; a node must make room for it.</summary>
    public bool IsOverdue => Passed >= 8L * Slots;

    /// <summary>The nodes where its tasks can run. Asked for every task, so the answer is kept until the nodes change.</summary>
    public SuitableNodes NodesIn(RuntimePlacement placement)
    {
        if (_suitable is null || _placement != placement)
        {
            (_placement, _suitable) = (placement, placement.For(Shape.Need));
            _ranks = _suitable.RanksOf(Shape);
        }

        return _suitable;
    }

    /// <summary>Whether its tasks run on several nodes, because none is large enough.</summary>
    public bool IsSpread(RuntimePlacement placement) => Ranks > 1 && RanksIn(placement).OfOne < Ranks;

    /// <summary>Whether its tasks can run on the nodes at all.</summary>
    public bool IsPossible(RuntimePlacement placement) =>
        RanksIn(placement) is var (ofOne, ofAll) && (ofOne >= Ranks || (Ranks > 1 && ofAll >= Ranks));

    public void Enqueue(TaskAttempt attempt, long sequence)
    {
        if (_newestFirst is not null)
        {
            _newestFirst.AddFirst((attempt, sequence));
        }
        else
        {
            _tickets.Enqueue((attempt, sequence));
        }
    }

    public TaskAttempt Dequeue()
    {
        Passed = 0;
        if (_newestFirst is null)
        {
            return _tickets.Dequeue().TaskAttempt;
        }

        var newest = _newestFirst.First!.Value.TaskAttempt;
        _newestFirst.RemoveFirst();
        return newest;
    }

    /// <summary>Removes withdrawn attempts at the head.</summary>
    public void SkipWithdrawn()
    {
        while (Count > 0 && IsWithdrawn(_newestFirst?.First!.Value.TaskAttempt ?? _tickets.Peek().TaskAttempt))
        {
            Dequeue();
        }
    }

    /// <summary>Removes all withdrawn attempts.</summary>
    public void Sweep()
    {
        SkipWithdrawn();
        for (var node = _newestFirst?.First; node is not null;)
        {
            var next = node.Next;
            if (IsWithdrawn(node.Value.TaskAttempt))
            {
                _newestFirst!.Remove(node);
            }

            node = next;
        }

        for (var left = _tickets.Count; left > 0; left--)
        {
            var entry = _tickets.Dequeue();
            if (!IsWithdrawn(entry.TaskAttempt))
            {
                _tickets.Enqueue(entry);
            }
        }

        _tickets.TrimExcess();
    }

    public void PassedBy(int slots) => Passed += slots;

    private (int OfOne, long OfAll) RanksIn(RuntimePlacement placement)
    {
        _ = NodesIn(placement);
        return _ranks;
    }

    private static bool IsWithdrawn(in TaskAttempt attempt) => attempt.Task.QueuedAttempt != attempt.Attempt;
}
