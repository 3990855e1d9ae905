using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>What many workers are given: long enough for each of them to get some.</summary>
internal static class WorkerTasks
{
    private static readonly TaskScheduling Fresh = TaskScheduling.Default with { Fresh = true };

    /// <summary>10 ms without processor time.</summary>
    public static TaskInput Sleep() => TaskInput.Of(WorkItem.Create("System.Threading.Thread", "Sleep", 10), Fresh);
}
