using ScaleMs.Actors.Workers.Isolation.Frames;

namespace ScaleMs.Actors.Workers.Isolation;

/// <summary>What slots with a process of their own need to know.</summary>
/// <param name="Command">Starts such a process.</param>
/// <param name="Start">What it is told first.</param>
internal sealed record ProcessSlotSettings(SlotCommand Command, StartFrame Start)
{
    /// <summary>Of a worker with these options.</summary>
    public static ProcessSlotSettings Of(SlotCommand command, Node.WorkerSettings worker) => new(
        command,
        new StartFrame(worker.Executors.OutputLimit, worker.Executors.TransferLimit, WarmsUp: false, [.. worker.Modules.Select(Path.GetFullPath)])
        {
            MostTasks = worker.RecycleAfter.Tasks,
            MostMemory = worker.RecycleAfter.Memory,
        });
}
