using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// What each rank of a task needs of its worker besides slots, and how the task is placed. Amounts of GPUs and of named resources are
/// whole numbers of <see cref="Unit"/> parts, so that sums of fractions are exact.
/// </summary>
public sealed record TaskResources
{
    /// <summary>Parts of one GPU, and of 1 of a named resource.</summary>
    public const int Unit = 10_000;

    /// <summary>A mebibyte: the unit of <c>mem_per_rank</c> and <c>lfs_per_rank</c>.</summary>
    public const long MiB = 1 << 20;

    private const double MostMiB = 1e9;
    private const double MostOfOne = 1e6;
    private const int MostGpus = 1024;

    /// <summary>Less than <see cref="Unit"/> = a share of one GPU, else a multiple of it: that many GPUs of its own.</summary>
    public int Gpus { get; init; }

    /// <summary>Bytes of memory; 0 = it is neither counted nor limited.</summary>
    public long Memory { get; init; }

    /// <summary>Bytes on the worker's local disk; 0 = they are neither counted nor limited.</summary>
    public long Storage { get; init; }

    /// <summary>Parts of the named resources, by name.</summary>
    public ImmutableArray<NamedAmount> Named { get; init; } = [];

    /// <summary>Cores that each rank has for itself among tasks that ask for cores of their own; 0 = it runs on any.</summary>
    public int Cores { get; init; }

    /// <summary>Until there is a worker that can run it, the task waits; else it is refused.</summary>
    public bool Waits { get; init; }

    /// <summary>GPUs that each rank uses, wholly or in part.</summary>
    [JsonIgnore]
    public int GpusUsed => (Gpus + Unit - 1) / Unit;

    /// <summary>Whether it counts anything of what a worker has.</summary>
    [JsonIgnore]
    public bool Counts => Gpus > 0 || Cores > 0 || Memory > 0 || Storage > 0 || !Named.IsEmpty;

    /// <summary>The resources of a task; null = it needs slots only. The description must have no problem.</summary>
    public static TaskResources? Of(TaskDescription task)
    {
        if (task is { GpusPerRank: 0, MemPerRank: 0, LfsPerRank: 0, Resources.IsEmpty: true, CpuAffinity: false, WaitForResources: false })
        {
            return null;
        }

        return new TaskResources
        {
            Gpus = (int)Parts(task.GpusPerRank),
            Memory = (long)Math.Ceiling(task.MemPerRank * MiB),
            Storage = (long)Math.Ceiling(task.LfsPerRank * MiB),
            Named = [.. task.Resources.Where(static entry => entry.Value > 0).Select(static entry => new NamedAmount(entry.Key, Parts(entry.Value)))],
            Cores = task.CpuAffinity ? task.CoresPerRank : 0,
            Waits = task.WaitForResources,
        };
    }

    /// <summary>The resources of a work item.</summary>
    public static TaskResources? Of(TaskScheduling scheduling) => scheduling.WaitForResources ? JustWaits : null;

    private static readonly TaskResources JustWaits = new() { Waits = true };

    /// <summary>What is wrong with the amounts of a description; null = nothing.</summary>
    public static string? Problem(TaskDescription task) =>
        GpuProblem(task.GpusPerRank)
        ?? AmountProblem("mem_per_rank", task.MemPerRank, MostMiB, " MiB")
        ?? AmountProblem("lfs_per_rank", task.LfsPerRank, MostMiB, " MiB")
        ?? task.Resources.Select(static entry => NameProblem(entry.Key) ?? AmountProblem($"resources.{entry.Key}", entry.Value, MostOfOne, "")).FirstOrDefault(static problem => problem is not null);

    /// <summary>What is wrong with amounts as they come in a batch; null = nothing.</summary>
    public string? Problem() =>
        Gpus < 0 || (Gpus > Unit && Gpus % Unit != 0) || Gpus / Unit > MostGpus ? Text($"the task asks for {Gpus} parts of a GPU; up to {Unit}, or a multiple of it, is possible")
        : Cores < 0 || Memory < 0 || Storage < 0 ? "the task asks for a negative amount of cores, memory or disk"
        : Named.Select(static entry => NameProblem(entry.Name) ?? (entry.Amount > 0 ? null : $"the task asks for {entry.Amount} parts of '{entry.Name}'")).FirstOrDefault(static problem => problem is not null);

    /// <summary>Why it is no name of a resource; null = it is one.</summary>
    public static string? NameProblem(string name) =>
        name.Length is 0 or > 100 ? "resources has a name that is empty or longer than 100 characters"
        : ReservedNames.Contains(name) ? $"resources.{name}: use {name switch { "cores" or "slots" => "cores_per_rank", "gpus" => "gpus_per_rank", "memory" => "mem_per_rank", _ => "lfs_per_rank" }}"
        : ProgramTexts.NulProblem("resources", name);

    /// <summary>The resources in words, for people: <c>2 GPUs, 512 MiB of memory</c>; empty = none.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (Cores > 0)
        {
            parts.Add(Cores == 1 ? "1 core of its own" : $"{Cores} cores of its own");
        }

        if (Gpus > 0)
        {
            parts.Add(Gpus < Unit ? $"{Amount(Gpus)} of a GPU" : Gpus == Unit ? "1 GPU" : $"{Amount(Gpus)} GPUs");
        }

        if (Memory > 0)
        {
            parts.Add($"{Bytes(Memory)} of memory");
        }

        if (Storage > 0)
        {
            parts.Add($"{Bytes(Storage)} of local disk");
        }

        parts.AddRange(Named.Select(static entry => $"{Amount(entry.Amount)} of '{entry.Name}'"));
        return string.Join(", ", parts);
    }

    /// <summary>Parts as a number of units, for people.</summary>
    public static string Amount(long parts) => (parts / (decimal)Unit).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Bytes in MiB or GiB, for people.</summary>
    public static string Bytes(long bytes) => bytes >= 10 * 1024 * MiB
        ? Text($"{bytes / (1024.0 * MiB):0.#} GiB")
        : Text($"{bytes / (double)MiB:0.###} MiB");

    /// <summary>Parts of an amount. A third, however many digits it has, is such that three of them fit.</summary>
    public static long Parts(double amount) => (long)Math.Floor((amount * Unit) + 1e-6);

    public bool Equals(TaskResources? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Gpus == other.Gpus && Memory == other.Memory && Storage == other.Storage && Cores == other.Cores && Waits == other.Waits
            && Named.AsSpan().SequenceEqual(other.Named.AsSpan()));

    public override int GetHashCode() => HashCode.Combine(Gpus, Cores, Memory, Storage, Waits, Named.Length);

    private static readonly ImmutableArray<string> ReservedNames = ["cores", "slots", "gpus", "memory", "disk"];

    private static string? GpuProblem(double gpus) =>
        gpus is >= 0 and <= MostGpus && (gpus <= 1 || double.IsInteger(gpus)) && (gpus == 0 || Parts(gpus) > 0) ? null
        : Text($"gpus_per_rank is {gpus}; it must be 0, a share of one GPU from {1.0 / Unit} to 1, or a whole number up to {MostGpus}");

    private static string? AmountProblem(string key, double amount, double most, string unit) =>
        amount >= 0 && amount <= most && (amount == 0 || Parts(amount) > 0) ? null
        : Text($"{key} is {amount}; it must be 0, or {1.0 / Unit} to {most}{unit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An amount of a named resource.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Amount">Parts of <see cref="TaskResources.Unit"/>.</param>
public readonly record struct NamedAmount(string Name, long Amount);
