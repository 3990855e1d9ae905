using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>What is in one process that can run tasks, and what is known of it. All of this ends with the process.</summary>
internal sealed class ReadyProcess(ProcessPhase.Starting start)
{
    public SlotEnvironment Environment { get; } = start.Environment;

    /// <summary>Tasks that were sent and have not begun.</summary>
    public PrefetchedTasks Prefetched { get; } = new();

    /// <summary>Of those, the ones that were withdrawn and whose return has not been asked for.</summary>
    public List<uint> Withdrawn { get; } = [];

    /// <summary>The task that runs; null = none does.</summary>
    public CurrentTask? Current { get; set; }

    /// <summary>Tasks that wait for tasks they have submitted, the last one on top. Only that one can go on.</summary>
    public Stack<CurrentTask> Waiting { get; } = [];

    /// <summary>Of these, the ones that have what they waited for. Others may have begun above them since they said so.</summary>
    public HashSet<uint> WantToGoOn { get; } = [];

    /// <summary>Whether the one on top can go on.</summary>
    public bool WantsToGoOn => Current is null && Waiting.TryPeek(out var top) && WantToGoOn.Contains(top.Sequence);

    /// <summary>Questions for tasks back that the process has not answered.</summary>
    public int UnansweredRevokes { get; set; }

    /// <summary>The task because of which the process was killed; null = it was not.</summary>
    public RunningTask? KilledFor { get; set; } = start.KilledFor;

    /// <summary>True once a function has ended in it.</summary>
    public bool RanFunction { get; set; }

    /// <summary>True when the process has announced that it runs no further task.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>True when modules have been built again since it was started.</summary>
    public bool IsOutdated { get; set; } = start.IsOutdated;

    /// <summary>Whether it has a rank of a task, behind which no other task waits.</summary>
    public bool HasRank => Current?.Task.Row.Ranks.AreSeveral ?? Prefetched.BeginsWithRank;

    public bool IsEmpty => Current is null && Prefetched.Count == 0;
}
