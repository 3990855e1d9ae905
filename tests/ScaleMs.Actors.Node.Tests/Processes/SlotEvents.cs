using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>Listens to events of slots and collects ended tasks.</summary>
internal sealed class SlotEvents : ISlotListener
{
    private readonly object _gate = new();
    private bool _ready;
    private WorkerSlots? _slots;

    public void Attach(WorkerSlots slots)
    {
        _slots = slots;
        slots.Attach(this);
    }

    /// <summary>The next results.</summary>
    /// <param name="count">Their number.</param>
    /// <param name="onLast">Called with the last one.</param>
    public List<ResultRow> Take(int count, Action? onLast = null)
    {
        var results = new List<ResultRow>();
        while (results.Count < count)
        {
            Assert.True(WaitForMore(), $"{results.Count} of {count} results came");
            while (_slots!.TryTakeEnded(out var result))
            {
                results.Add(result);
            }
        }

        onLast?.Invoke();
        return results;
    }

    public void ResultsReady()
    {
        lock (_gate)
        {
            _ready = true;
            Monitor.Pulse(_gate);
        }
    }

    public void CodeChanged()
    {
        // There is no registration.
    }

    public void TimedTaskStarted(Slot slot, RunningTask task)
    {
        // Nothing here has a time limit.
    }

    public void StartsToAnnounce()
    {
        // Tests check the announcements themselves.
    }

    public void EndRunning(Slot slot, RunningTask task, EndReason reason) => slot.End(task, reason);

    public void EndRanks(RankedTask task, EndReason reason)
    {
        foreach (var slot in _slots!.Slots)
        {
            if (slot.Running is { } running && running.Id == task.Id)
            {
                slot.End(running, reason);
            }
        }
    }

    public void EndRanksSoon(RankedTask task, EndReason reason)
    {
        // Ranks here end by themselves.
    }

    public void Logged(Slot slot, string text)
    {
        // For people.
    }

    public void Logged(string text)
    {
        // For people.
    }

    private bool WaitForMore()
    {
        lock (_gate)
        {
            if (!_ready && !Monitor.Wait(_gate, NodeProcess.Long))
            {
                return false;
            }

            _ready = false;
            return true;
        }
    }
}
