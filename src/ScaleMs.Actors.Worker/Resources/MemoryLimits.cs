using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>How the memory of processes is limited: by control groups of the system, or by looking at them.</summary>
/// <param name="groups">Where groups are made; null = processes are looked at.</param>
internal sealed class MemoryLimits(MemoryGroups? groups)
{
    public const string Auto = "auto";
    public const string Cgroup = "cgroup";

    /// <summary>By looking at the processes.</summary>
    public static MemoryLimits Sampling { get; } = new(null);

    /// <summary>As configured.</summary>
    /// <param name="configured"><c>auto</c>, <c>cgroup</c> or <c>sampling</c>.</param>
    /// <exception cref="InvalidConfigurationException">Control groups are wanted, and cannot be used.</exception>
    public static MemoryLimits Of(string configured)
    {
        if (configured is not (Auto or Cgroup))
        {
            return Sampling;
        }

        var groups = MemoryGroups.Find(out var problem);
        return groups is null && configured == Cgroup
            ? throw new InvalidConfigurationException($"scalems.worker.memory-limit is {Cgroup}, but this worker cannot make control groups: {problem}")
            : new MemoryLimits(groups);
    }

    /// <summary>The same limits in a slot's process.</summary>
    /// <param name="text">What <see cref="ToString"/> wrote in the worker.</param>
    public static MemoryLimits Parse(string text) => text.Length == 0 ? Sampling : new MemoryLimits(MemoryGroups.Parse(text));

    /// <summary>A limit for a process that is about to start; null = it has none.</summary>
    public MemoryGuard? Guard(long limit)
    {
        if (limit <= 0)
        {
            return null;
        }

        try
        {
            return groups?.New(limit) ?? (MemoryGuard)new SampledMemory(limit);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // There may be no more groups.
            return new SampledMemory(limit);
        }
    }

    public override string ToString() => groups?.ToString() ?? "";
}
