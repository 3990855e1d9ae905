using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>
/// A slot's processes for other environments than that of its current one, for which they wait without a task. The one that was not used for
/// longest makes room for another.
/// </summary>
internal sealed class ProcessesAside
{
    // A slot seldom sees more kinds of tasks in turn, and each process holds tens of MiB.
    private const int Most = 3;

    // The one that was used last is last.
    private readonly List<(SlotProcess Process, ReadyProcess State)> _processes = [];

    /// <summary>Adds a process.</summary>
    /// <returns>The one that makes room for it; null = there is room.</returns>
    public SlotProcess? Add(SlotProcess process, ReadyProcess state)
    {
        _processes.Add((process, state));
        if (_processes.Count <= Most)
        {
            return null;
        }

        var oldest = _processes[0].Process;
        _processes.RemoveAt(0);
        return oldest;
    }

    /// <summary>Takes the process for an environment; null = there is none.</summary>
    public (SlotProcess Process, ReadyProcess State)? Take(SlotEnvironment environment)
    {
        var at = _processes.FindIndex(process => process.State.Environment == environment);
        if (at < 0)
        {
            return null;
        }

        var taken = _processes[at];
        _processes.RemoveAt(at);
        return taken;
    }

    /// <summary>Takes all processes whose environment is concerned.</summary>
    public List<SlotProcess> TakeAll(Func<SlotEnvironment, bool> concerns)
    {
        var taken = _processes.Where(process => concerns(process.State.Environment)).Select(static process => process.Process).ToList();
        _processes.RemoveAll(process => taken.Contains(process.Process));
        return taken;
    }

    /// <summary>The process with these events is of no use for further tasks.</summary>
    public void Outdate(ISlotProcessOwner events)
    {
        foreach (var (process, state) in _processes)
        {
            state.IsOutdated |= process.Events == events;
        }
    }

    /// <summary>The process with these events has ended.</summary>
    public void Remove(ISlotProcessOwner events) => _processes.RemoveAll(process => process.Process.Events == events);
}
