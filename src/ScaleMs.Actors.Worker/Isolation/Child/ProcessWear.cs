using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>Restores the process after each task, so that the next one finds it as the first did, and reports when that is impossible.</summary>
internal sealed class ProcessWear(StartFrame start)
{
    // Asking the system takes some ten microseconds, and memory grows little within this interval.
    private static readonly long MemoryInterval = TimeProvider.System.TimestampFrequency / 20;

    private readonly ProcessState _state = new();
    private readonly Leftovers _leftovers = new();
    private readonly EnvironmentChanges _changes = new();
    private int _tasks;
    private long _memoryAsked;

    /// <summary>Called when a task has ended.</summary>
    /// <returns>Null = the process can run another task; otherwise the reason why not, for people; empty = as configured.</returns>
    public string? After(ChildTask task)
    {
        _state.PutBack(_changes.Possible(task.Row.Payload.Span));
        _tasks++;
        return _leftovers.Find() is { } what ? $"it has {what} left by task {task.Row.Uid}"
            : _tasks == start.MostTasks || HoldsTooMuch() ? ""
            : null;
    }

    private bool HoldsTooMuch()
    {
        if (start.MostMemory == 0 || TimeProvider.System.GetTimestamp() - _memoryAsked < MemoryInterval)
        {
            return false;
        }

        _memoryAsked = TimeProvider.System.GetTimestamp();
        return Environment.WorkingSet > start.MostMemory;
    }
}
