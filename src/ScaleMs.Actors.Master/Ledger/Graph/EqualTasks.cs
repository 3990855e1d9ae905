using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>Chooses among tasks with one uid.</summary>
internal static class EqualTasks
{
    /// <summary>Chains of equal tasks can be long when many have failed.</summary>
    private const int MostLookedAt = 16;

    /// <summary>True when an equal task would now be computed with the same code.</summary>
    public static bool IsOfCurrentCode(TaskEntry task) => task.Code is null or { IsCurrent: true };

    /// <summary>The task whose value is valid, and available now or later.</summary>
    public static TaskEntry? Best(TaskEntry? head)
    {
        TaskEntry? best = null;
        for (var (equal, looked) = (head, 0); equal is not null && looked < MostLookedAt; equal = equal.NextEqual, looked++)
        {
            best = best is null || Use(equal) > Use(best) ? equal : best;
        }

        return best;
    }

    /// <summary>
    /// The task whose outcome another gets: it runs, or is DONE, with the code that workers have, and its modules are looked up in the same
    /// directories, because the same name is other code elsewhere. A sub-task waits only for other sub-tasks: what a client has submitted may be
    /// queued behind the very task that waits for it. A failure is not shared: to submit again is to try again. The head is the oldest; the primary is the head or, if that failed, a later one.
    /// </summary>
    public static TaskEntry? PrimaryFor(TaskEntry task, TaskEntry head)
    {
        for (var (equal, looked) = ((TaskEntry?)head, 0); equal is not null && looked < MostLookedAt; equal = equal.NextEqual, looked++)
        {
            if (equal != task && HaveSamePath(equal, task) && CanBePrimary(equal, task))
            {
                return PrimaryOf(equal) ?? equal;
            }
        }

        return null;
    }

    /// <summary>The primary of a duplicate; null = the task is none.</summary>
    public static TaskEntry? PrimaryOf(TaskEntry task) => (task.Phase as TaskPhase.Attached)?.Primary;

    private static int Use(TaskEntry task) => task.State switch
    {
        TaskState.Done => IsOfCurrentCode(task) ? 3 : 1,
        TaskState.Failed or TaskState.Canceled => 0,
        _ => 2,
    };

    private static bool CanBePrimary(TaskEntry task, TaskEntry other) => task.State == TaskState.Done
        ? task is { MayDeduplicate: true, Evicted: false } && IsOfCurrentCode(task)
        : task.MayDeduplicate && task.Ending is null && task.State is not (TaskState.New or TaskState.Failed or TaskState.Canceled)
            && RunsAnyway(task) == RunsAnyway(other) && (other.Parent is null || task.Parent is not null);

    private static bool HaveSamePath(TaskEntry task, TaskEntry other) =>
        ReferenceEquals(task.Runtime, other.Runtime) || PathOf(task).AsSpan().SequenceEqual(PathOf(other).AsSpan());

    private static ImmutableArray<string> PathOf(TaskEntry task) => task.Runtime?.Path ?? [];

    private static bool RunsAnyway(TaskEntry task) => task.Detail is { Options.RunAnyway: true };
}
