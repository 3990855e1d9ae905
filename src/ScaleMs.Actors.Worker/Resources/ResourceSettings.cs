using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>What a worker has for its tasks besides slots, resolved.</summary>
/// <param name="Offered">What it tells the master.</param>
/// <param name="GpuVariable">The variable that makes GPUs visible to a process.</param>
internal sealed record ResourceSettings(WorkerResources Offered, string GpuVariable)
{
    /// <summary>Tells libraries how many threads to use: OpenMP's own variable, which those for linear algebra read too.</summary>
    public const string ThreadsVariable = "OMP_NUM_THREADS";

    /// <summary>Each slot has a core. Without this, libraries would start as many threads in each of them as there are cores.</summary>
    public static ImmutableArray<(string Name, string? Value)> OneThread { get; } = [(ThreadsVariable, "1")];

    public static ResourceSettings None { get; } = new(WorkerResources.None, GpuSearch.Cuda);

    /// <summary>How memory is limited: <c>auto</c>, <c>cgroup</c> or <c>sampling</c>.</summary>
    public string MemoryLimit { get; init; } = MemoryLimits.Auto;

    /// <summary>The resources of a worker whose slots have processes of their own.</summary>
    public static ResourceSettings From(ResourceOptions options)
    {
        var found = options.Gpus is { } configured ? new FoundGpus(configured, GpuSearch.Cuda) : GpuSearch.Find();
        return new ResourceSettings(
            WithoutDevices(options) with { Cores = Affinity.Allowed().Length, Gpus = found.Names },
            options.GpuVariable.Length > 0 ? options.GpuVariable : found.Variable)
        {
            MemoryLimit = options.MemoryLimit,
        };
    }

    /// <summary>The resources of a worker whose tasks run in its own process: it cannot give one of them something that others do not have.</summary>
    /// <exception cref="InvalidConfigurationException">It was to have GPUs.</exception>
    public static ResourceSettings Shared(ResourceOptions options) => options.Gpus is { Length: > 0 }
        ? throw new InvalidConfigurationException("scalems.worker.gpus names GPUs, but tasks run in the worker's own process (scalems.worker.isolation = none), where each would see all of them")
        : new ResourceSettings(
            WithoutDevices(options),
            GpuSearch.Cuda)
        {
            MemoryLimit = options.MemoryLimit,
        };

    /// <summary>The variables of a process with this claim.</summary>
    public ImmutableArray<(string Name, string? Value)> Variables(ProcessClaim claim)
    {
        var variables = ImmutableArray.CreateBuilder<(string Name, string? Value)>();
        if (claim.Threads > 0)
        {
            variables.Add((ThreadsVariable, claim.Threads.ToString(CultureInfo.InvariantCulture)));
        }

        if (claim.GpuIndices is { IsEmpty: false } gpus)
        {
            variables.Add((GpuVariable, NamesOf(gpus)));
        }

        return variables.ToImmutable();
    }

    /// <summary>The value of <see cref="GpuVariable"/> for these GPUs.</summary>
    public string NamesOf(IEnumerable<int> gpus) => string.Join(',', gpus.Where(gpu => gpu < Offered.Gpus.Length).Select(gpu => Offered.Gpus[gpu]));

    private static WorkerResources WithoutDevices(ResourceOptions options) => new()
    {
        Memory = options.Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Storage = options.Storage ?? FreeDisk(),
        Named = options.Named,
    };

    private static long FreeDisk()
    {
        try
        {
            return new DriveInfo(Environment.CurrentDirectory).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
