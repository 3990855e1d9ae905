using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>
/// A worker that the master is to start (the seed's <c>WorkerDescription</c>, RADICAL-Pilot's <c>TaskDescription</c> of mode
/// <c>raptor.worker</c>; same JSON keys), and where.
/// </summary>
[OmitDefaults]
public sealed record WorkerDescription
{
    /// <summary>The mode of a task description that is a worker.</summary>
    public const string RaptorWorker = "raptor.worker";

    /// <summary>The mode of a task description that is a master.</summary>
    public const string RaptorMaster = "raptor.master";

    private const int MostText = 4096;

    /// <summary><see cref="RaptorWorker"/>, or absent.</summary>
    [JsonPropertyName("mode")]
    public string? Mode { get; init; }

    /// <summary>Ranks that it can run, 1 or more: its slots are these times <see cref="CoresPerRank"/>.</summary>
    [JsonPropertyName("ranks")]
    public int Ranks { get; init; } = 1;

    /// <summary>Cores of each rank, 1 or more.</summary>
    [JsonPropertyName("cores_per_rank")]
    public int CoresPerRank { get; init; } = 1;

    /// <summary>GPUs of each rank; all of them together are a whole number.</summary>
    [JsonPropertyName("gpus_per_rank")]
    public double GpusPerRank { get; init; }

    /// <summary>Memory of each rank, MiB; 0 = what there is.</summary>
    [JsonPropertyName("mem_per_rank")]
    public double MemPerRank { get; init; }

    /// <summary>Variables that the worker's process gets.</summary>
    [JsonPropertyName("environment")]
    public ImmutableSortedDictionary<string, string> Environment
    {
        get;
        init => field = value ?? ImmutableSortedDictionary<string, string>.Empty;
    }

        = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Shell lines that run before the worker's process; when one fails, the worker does.</summary>
    [JsonPropertyName("pre_exec")]
    public ImmutableArray<string> PreExec { get; init; } = [];

    /// <summary>Prefix of a virtual environment, activated for the worker and everything that it runs.</summary>
    [JsonPropertyName("named_env")]
    public string? NamedEnv { get; init; }

    /// <summary>Python: the file with <see cref="RaptorClass"/>, for tasks that name none.</summary>
    [JsonPropertyName("raptor_file")]
    public string? RaptorFile { get; init; }

    /// <summary>Python: the worker class whose methods are functions, for tasks that name none.</summary>
    [JsonPropertyName("raptor_class")]
    public string? RaptorClass { get; init; }

    /// <summary>Modules with their lowest versions, <c>[[name, version], …]</c>; checked when it starts.</summary>
    [JsonPropertyName("versioned_modules")]
    public ImmutableArray<ImmutableArray<string>> VersionedModules { get; init; } = [];

    /// <summary>How it is started: <c>local</c>, <c>ssh</c> or <c>slurm</c>; absent = as configured, <c>scalems.provisioning.launcher</c>.</summary>
    [JsonPropertyName("launcher")]
    public string? Launcher { get; init; }

    /// <summary><c>ssh</c>: the host, as <c>ssh</c> takes it.</summary>
    [JsonPropertyName("host")]
    public string? Host { get; init; }

    /// <summary><c>slurm</c>: the partition; absent = the default one.</summary>
    [JsonPropertyName("partition")]
    public string? Partition { get; init; }

    /// <summary>Minutes after which it ends; 0 = no limit. With <c>slurm</c> also the job's limit.</summary>
    [JsonPropertyName("time_limit")]
    public double TimeLimit { get; init; }

    /// <summary><c>slurm</c>: further options of <c>sbatch</c>, such as <c>--account=chem</c>.</summary>
    [JsonPropertyName("sbatch_options")]
    public ImmutableArray<string> SbatchOptions { get; init; } = [];

    /// <summary>Further arguments of <c>scalems worker</c>, such as <c>--modules</c>.</summary>
    [JsonPropertyName("arguments")]
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>A task description of mode <see cref="RaptorWorker"/>.</summary>
    public static WorkerDescription Of(TaskDescription task) => new()
    {
        Mode = RaptorWorker,
        Ranks = task.Ranks,
        CoresPerRank = task.CoresPerRank,
        GpusPerRank = task.GpusPerRank,
        MemPerRank = task.MemPerRank,
        Environment = task.Environment,
        PreExec = task.PreExec,
        NamedEnv = task.NamedEnv,
        RaptorFile = task.RaptorFile,
        RaptorClass = task.RaptorClass,
        Arguments = task.Arguments,
    };

    [JsonIgnore]
    public int Slots => Ranks * CoresPerRank;

    [JsonIgnore]
    public int Gpus => (int)Math.Round(Ranks * GpusPerRank);

    /// <summary>What is wrong, with the key's name; null = nothing.</summary>
    public string? Problem() =>
        Mode is not (null or RaptorWorker) ? $"mode is '{Mode}'; a worker's is {RaptorWorker}"
        : Ranks < 1 ? $"ranks is {Ranks}; it must be 1 or more"
        : CoresPerRank < 1 ? $"cores_per_rank is {CoresPerRank}; it must be 1 or more"
        : (long)Ranks * CoresPerRank > TaskDescription.MaxSlots ? $"ranks x cores_per_rank is {(long)Ranks * CoresPerRank}; it must be at most {TaskDescription.MaxSlots} slots"
        : GpusPerRank is not (>= 0 and <= 1024) || Math.Abs((Ranks * GpusPerRank) - Gpus) > 1e-6
            ? $"gpus_per_rank is {GpusPerRank}; ranks x gpus_per_rank must be a whole number, as a GPU is not shared by workers"
        : MemPerRank is not (>= 0 and <= 1e9) ? $"mem_per_rank is {MemPerRank}; it must be 0 to 1000000000 MiB"
        : TimeLimit is not (>= 0 and <= 5_256_000) ? $"time_limit is {TimeLimit}; it must be 0 to 5256000 minutes"
        : VersionedModules.Any(static pair => pair.IsDefault || pair.Length != 2 || pair.Any(string.IsNullOrEmpty)) ? "versioned_modules is a list of pairs, [\"name\", \"version\"]"
        : PlaceProblem() ?? TextProblem();

    private string? PlaceProblem() => Launcher switch
    {
        "local" when Host is not null => "host is for the launcher ssh",
        "local" or "ssh" when Partition is not null || !SbatchOptions.IsEmpty => "partition and sbatch_options are for the launcher slurm",
        "ssh" when string.IsNullOrWhiteSpace(Host) => "the launcher ssh needs \"host\"",
        "ssh" when Host!.StartsWith('-') => $"host is '{Host}', which ssh would take for an option",
        "slurm" when Host is not null => "host is for the launcher ssh; with slurm, give --nodelist in sbatch_options",
        null or "local" or "ssh" or "slurm" => null,
        _ => $"launcher is '{Launcher}'; known are local, ssh and slurm",
    };

    private string? TextProblem() =>
        Texts().Where(static text => text.Text.Contains('\0', StringComparison.Ordinal) || text.Text.Length > MostText || (text.Key != "pre_exec" && text.Text.Contains('\n', StringComparison.Ordinal)))
            .Select(static text => $"{text.Key} has a text with a NUL character or a line break, or of more than {MostText} characters").FirstOrDefault()
        ?? Environment.Keys.Where(static name => name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
            .Select(static name => $"environment has '{name}', which is no name of a variable").FirstOrDefault();

    private IEnumerable<(string Key, string Text)> Texts() =>
    [
        .. Environment.Select(static variable => ("environment", variable.Value ?? "")),
        .. PreExec.Select(static line => ("pre_exec", line ?? "")),
        .. SbatchOptions.Select(static option => ("sbatch_options", option ?? "")),
        .. Arguments.Select(static argument => ("arguments", argument ?? "")),
        ("named_env", NamedEnv ?? ""),
        ("raptor_file", RaptorFile ?? ""),
        ("raptor_class", RaptorClass ?? ""),
        ("host", Host ?? ""),
        ("partition", Partition ?? ""),
    ];
}
