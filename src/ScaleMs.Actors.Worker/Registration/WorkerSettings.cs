using System.Collections.Immutable;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>The options of a worker, resolved.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Slots">Tasks that run at one time, 1 or more.</param>
/// <param name="Prefetch">Tasks held besides those that run, at most.</param>
/// <param name="Grace">How long a task that was told to end may take before it is given up.</param>
/// <param name="RegisterDeadline">How long to look for a master before the first registration.</param>
/// <param name="Modules">Paths of the user's assemblies.</param>
/// <param name="Executors">Limits of what tasks may print and return.</param>
internal sealed record WorkerSettings(
    string Name, int Slots, int Prefetch, TimeSpan Grace, TimeSpan RegisterDeadline, ImmutableArray<string> Modules, ExecutorSettings Executors)
{
    /// <summary>How large rows travel.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>When a slot's process is replaced by a new one.</summary>
    public RecycleOptions RecycleAfter { get; init; } = RecycleOptions.Never;

    // What a slot runs of the shortest tasks while results and new ones are under way; of longer ones the master sends fewer.
    private const int DefaultPrefetch = 1024;

    /// <summary>Resolves them.</summary>
    /// <param name="options">As read from configuration.</param>
    /// <param name="slots">Instead of the configured number.</param>
    public static WorkerSettings From(ScaleMsOptions options, int? slots = null) => new(
        options.Worker.Name.Length > 0 ? options.Worker.Name : $"{Environment.MachineName}/{Environment.ProcessId}",
        slots ?? (options.Worker.Slots > 0 ? options.Worker.Slots : Environment.ProcessorCount),
        options.Worker.Prefetch > 0 ? options.Worker.Prefetch : DefaultPrefetch,
        options.Worker.Grace,
        options.Worker.RegisterDeadline,
        options.Worker.Modules,
        new ExecutorSettings
        {
            OutputLimit = (int)options.Worker.OutputLimit,
            TransferLimit = (int)options.Transfer.Max,
            Grace = options.Worker.Grace,
        })
    {
        Transfer = options.Transfer,
        RecycleAfter = options.Worker.RecycleAfter,
    };

    /// <summary>What this worker's slots need to know when they have a process each.</summary>
    /// <param name="command">Starts such a process.</param>
    internal ProcessSlotSettings InProcesses(SlotCommand command) => new(
        command,
        new StartFrame(Executors.OutputLimit, Executors.TransferLimit, WarmsUp: false, [.. Modules.Select(Path.GetFullPath)])
        {
            MostTasks = RecycleAfter.Tasks,
            MostMemory = RecycleAfter.Memory,
        });
}
