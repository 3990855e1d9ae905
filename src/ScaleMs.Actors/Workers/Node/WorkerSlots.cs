using System.Collections.Concurrent;
using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Executors;

namespace ScaleMs.Actors.Workers.Node;

/// <summary>
/// A worker's slots with what waits, runs and has ended in them. Lives as long as the process, while actor systems come and go:
/// the current <see cref="WorkerNode"/> attaches itself as listener.
/// </summary>
internal sealed class WorkerSlots : IDisposable
{
    private readonly ConcurrentQueue<ResultRow> _ended = new();
    private readonly ImmutableArray<Slot> _slots;
    private ISlotListener? _listener;
    private int _endedCount;
    private int _givenUp;

    public WorkerSlots(int slots, TaskExecutors executors, TimeProvider time)
    {
        Board = new SlotBoard(slots);
        _slots = [.. Enumerable.Range(0, slots).Select(number => new Slot(number, this, executors, time))];
    }

    public SlotBoard Board { get; }

    /// <summary>Tells this process from others, through all registrations.</summary>
    public Guid Process { get; } = Guid.CreateVersion7();

    public ImmutableArray<Slot> Slots => _slots;

    /// <summary>Results that the master has not acknowledged, with their age. Belongs to the attached node alone.</summary>
    public UnacknowledgedResults Unacknowledged { get; } = new();

    /// <summary>Tasks that were given up and whose threads may still run.</summary>
    public int GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>True when nothing waits, runs or is to be reported.</summary>
    public bool IsEmpty => Board.Count == 0 && _ended.IsEmpty && Unacknowledged.Count == 0 && _slots.All(static slot => slot.Running is null);

    /// <summary>From now on the listener hears what happens in the slots.</summary>
    public void Attach(ISlotListener listener) => Volatile.Write(ref _listener, listener);

    /// <summary>Nobody listens any more; what ends is kept.</summary>
    public void Detach(ISlotListener listener) => Interlocked.CompareExchange(ref _listener, null, listener);

    /// <summary>Everything that waits or runs here.</summary>
    public ImmutableArray<AckRow> Held() => [.. Running(), .. Board.Waiting()];

    /// <summary>Takes results that have ended and nobody has taken yet.</summary>
    public bool TryTakeEnded(out ResultRow result)
    {
        if (!_ended.TryDequeue(out result))
        {
            return false;
        }

        Interlocked.Decrement(ref _endedCount);
        return true;
    }

    /// <summary>Identities of what runs.</summary>
    public IEnumerable<AckRow> Running() => _slots.Select(static slot => slot.Running?.Id).OfType<AckRow>();

    /// <summary>Reports a task as ended that never began.</summary>
    public void EndWithout(AckRow id, EndReason reason, long nowMicroseconds)
    {
        Add(new ResultRow
        {
            Key = id.Key,
            Attempt = id.Attempt,
            State = reason.State,
            FinishedMicroseconds = nowMicroseconds,
            Payload = reason.Outcome.ToUtf8Json(),
        });
        Volatile.Read(ref _listener)?.ResultsReady();
    }

    /// <summary>Gives a task up that does not end; false when it ended after all.</summary>
    public bool GiveUp(Slot slot, RunningTask task)
    {
        if (!slot.GiveUp(task))
        {
            return false;
        }

        Interlocked.Increment(ref _givenUp);
        return true;
    }

    /// <summary>Called by slots: a task has begun.</summary>
    public void Started(Slot slot, RunningTask task)
    {
        if (task.Row.TimeoutMilliseconds > 0)
        {
            Volatile.Read(ref _listener)?.TimedTaskStarted(slot, task);
        }
    }

    /// <summary>Called by slots: a task has ended. Reported at once when a batch is full; else when there is nothing more to do.</summary>
    public void Ended(ResultRow result)
    {
        Add(result);
        if (Volatile.Read(ref _endedCount) >= BatchLimits.Rows)
        {
            Volatile.Read(ref _listener)?.ResultsReady();
        }
    }

    /// <summary>Called by slots that find nothing to do.</summary>
    public void Idle()
    {
        if (!_ended.IsEmpty)
        {
            Volatile.Read(ref _listener)?.ResultsReady();
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Stop();
            slot.Running?.RequestEnd(EndReason.Canceled);
        }
    }

    private void Add(ResultRow result)
    {
        _ended.Enqueue(result);
        Interlocked.Increment(ref _endedCount);
    }
}
