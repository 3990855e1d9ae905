using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Configuration;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>All settings under <c>scalems</c>, read and checked in one place. Defaults come from the embedded reference configuration.</summary>
public sealed record ScaleMsOptions
{
    private static readonly ConditionalWeakTable<Config, ScaleMsOptions> OfConfig = [];

    public required MasterOptions Master { get; init; }

    public required WorkerPoolOptions Workers { get; init; }

    public required ProvisioningOptions Provisioning { get; init; }

    public required WorkerOptions Worker { get; init; }

    public required ClientOptions Client { get; init; }

    public required JournalOptions Journal { get; init; }

    public required TransferOptions Transfer { get; init; }

    public required FilesOptions Files { get; init; }

    public required HttpOptions Http { get; init; }

    public required TelemetryOptions Telemetry { get; init; }

    public required TlsOptions Tls { get; init; }

    public required LogOptions Log { get; init; }

    /// <summary><c>scalems.commands</c>: name of a command to its handler, <c>Namespace.Type, Assembly</c>.</summary>
    public required ImmutableSortedDictionary<string, string> Commands { get; init; }

    /// <summary><c>scalems.serialization.allowed-types</c>: full names of types that may be deserialized, besides the product's own.</summary>
    public required ImmutableArray<string> AllowedTypes { get; init; }

    /// <summary><c>scalems.serialization.converters</c>: the user's converters for values of functions, <c>Namespace.Type, Assembly</c>.</summary>
    public required ImmutableArray<string> Converters { get; init; }

    /// <summary>Reads and checks <paramref name="config"/>; missing keys are taken from <see cref="ScaleMsConfig.Reference"/>.</summary>
    /// <exception cref="InvalidConfigurationException">A key is unknown or a value is invalid.</exception>
    /// <remarks>A configuration is read once, however many parts of a process ask for its options.</remarks>
    public static ScaleMsOptions From(Config config) => OfConfig.GetValue(config, static config =>
    {
        var whole = config.WithFallback(ScaleMsConfig.Reference);
        UnknownKeys.Check(whole);
        return OptionsReader.Read(whole);
    });
}

/// <summary><c>scalems.master</c></summary>
/// <param name="Uid">The name by which tasks and clients address this master.</param>
/// <param name="MinWorkers">Minimum number of registered workers before tasks are assigned, 0 or more.</param>
/// <param name="MinWorkersDeadline">Time for <paramref name="MinWorkers"/> to register; otherwise the master exits with that reason.</param>
/// <param name="DrainDeadline">Time after a stop at which unfinished tasks are cancelled; 0 = no limit.</param>
/// <param name="Retain">Maximum number of final records retained for queries.</param>
/// <param name="RetainBytes">Maximum bytes of results retained with them.</param>
/// <param name="RetainFor">Retention time.</param>
/// <param name="MaxUnfinished">Maximum number of unfinished tasks; clients wait while there are more.</param>
/// <param name="MaxUnfinishedBytes">Maximum bytes of their descriptions.</param>
/// <param name="RecoveryWait">Time after a restart before tasks are assigned, unless all previous workers register sooner.</param>
/// <param name="Report">File for the final report, as JSON; empty = none.</param>
public sealed record MasterOptions(
    string Uid,
    int MinWorkers,
    TimeSpan MinWorkersDeadline,
    TimeSpan DrainDeadline,
    int Retain,
    long RetainBytes,
    TimeSpan RetainFor,
    int MaxUnfinished,
    long MaxUnfinishedBytes,
    TimeSpan RecoveryWait,
    string Report)
{
    /// <summary>File that tells workers and clients where the master is; empty = none.</summary>
    public string ContactFile { get; init; } = "";

    /// <summary>The retention keys, for messages about evicted results.</summary>
    public const string RetentionKeys = "(scalems.master.retain, retain-bytes, retain-for)";
}

/// <summary><c>scalems.journal</c></summary>
/// <param name="Path">The file; null = no journal.</param>
/// <param name="SyncEveryCommit">True = everything acknowledged survives a power cut too.</param>
public sealed record JournalOptions(string? Path, bool SyncEveryCommit);

/// <summary><c>scalems.workers</c>: the master's handling of workers.</summary>
/// <param name="LostAfter">Time after which an unreachable worker is considered lost; its tasks run elsewhere.</param>
/// <param name="MaxAttempts">Worker losses after which a task that was running on those workers is FAILED, 1 or more.</param>
public sealed record WorkerPoolOptions(TimeSpan LostAfter, int MaxAttempts);

/// <summary><c>scalems.provisioning</c>: how the master starts workers.</summary>
/// <param name="Launcher">The launcher of workers that name none: <c>local</c>, <c>ssh</c> or <c>slurm</c>.</param>
/// <param name="Command">The command that is <c>scalems</c> where workers run; empty = this program.</param>
/// <param name="Directory">Directory of scripts and logs.</param>
/// <param name="Contact"><c>HOST:PORT</c> at which workers find the master; empty = the address that it listens on.</param>
/// <param name="Ssh">The <c>ssh</c> command, before the host.</param>
/// <param name="Deadline">Time for a worker to register after its process was started.</param>
/// <param name="QueueDeadline">Time for a job to begin after it was queued.</param>
/// <param name="MaxPending">Most launches at a time that have not registered.</param>
/// <param name="ElasticMin">Fewest workers by need.</param>
/// <param name="ElasticMax">Most workers by need; 0 = there are none.</param>
/// <param name="ElasticIdleAfter">Time without a task after which one of them is let go.</param>
/// <param name="ElasticWorker">What each of them is: JSON of a worker description.</param>
public sealed record ProvisioningOptions(
    string Launcher,
    ImmutableArray<string> Command,
    string Directory,
    string Contact,
    string Ssh,
    TimeSpan Deadline,
    TimeSpan QueueDeadline,
    int MaxPending,
    int ElasticMin,
    int ElasticMax,
    TimeSpan ElasticIdleAfter,
    string ElasticWorker)
{
    /// <summary>Workers that are started with the master: worker descriptions as JSON.</summary>
    public ImmutableArray<string> AtStart { get; init; } = [];
}

/// <summary><c>scalems.worker</c>: one worker.</summary>
/// <param name="Name">Display name; empty = host and process id.</param>
/// <param name="Slots">Number of tasks run at the same time; 0 = one per core.</param>
/// <param name="Prefetch">Maximum number of tasks held besides the running ones; 0 = 1024.</param>
/// <param name="Isolation"><c>process</c>: each slot has a process of its own; <c>none</c>: tasks run in the worker's process.</param>
/// <param name="Modules">Assembly files with functions that tasks call.</param>
/// <param name="Python">The interpreter for Python functions: a path, a name on PATH, <c>off</c>, or empty = search.</param>
/// <param name="MaxWaiting">Most tasks of each slot that wait for tasks they have submitted.</param>
/// <param name="Mpi">Whether the interpreters are started as ranks of MPI worlds.</param>
/// <param name="MpiLauncher">The command that starts MPI ranks, before the program; empty = mpirun, or srun in an allocation of Slurm.</param>
/// <param name="VersionedModules">Modules with their lowest versions.</param>
/// <param name="Modes">Modes of the user's, each with <c>Namespace.Type, Assembly</c> or <c>python:module</c>.</param>
/// <param name="Agents">Runtimes of the user's, each with the shell command of its agent.</param>
/// <param name="Grace">Grace period: time for a cancelled or overdue task to end by itself.</param>
/// <param name="OutputLimit">Bytes kept of a program's standard output, and of its standard error.</param>
/// <param name="RegisterDeadline">Time after which a worker that finds no master exits.</param>
/// <param name="RecycleAfter">When a slot's process is replaced by a new one.</param>
/// <param name="Resources">What it has besides slots.</param>
public sealed record WorkerOptions(
    string Name,
    int Slots,
    int Prefetch,
    string Isolation,
    ImmutableArray<string> Modules,
    string Python,
    int MaxWaiting,
    bool Mpi,
    string MpiLauncher,
    ImmutableSortedDictionary<string, string> VersionedModules,
    ImmutableSortedDictionary<string, string> Modes,
    ImmutableSortedDictionary<string, string> Agents,
    TimeSpan Grace,
    long OutputLimit,
    TimeSpan RegisterDeadline,
    RecycleOptions RecycleAfter,
    ResourceOptions Resources)
{
    /// <summary>Bytes that it keeps free on each file system that it uses; 0 = none.</summary>
    public long DiskReserve { get; init; }

    /// <summary>Uid under which a master has started it; empty = it was started by somebody else.</summary>
    public string Launch { get; init; } = "";

    /// <summary>Time after which it ends; null = it does not.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Python: file and class of a worker class, for tasks that name none.</summary>
    public (string File, string Name) Raptor { get; init; } = ("", "");
}

/// <summary>What a worker has for its tasks besides slots.</summary>
/// <param name="Memory"><c>scalems.worker.memory</c>, bytes; null = what the machine, or the control group of the process, has.</param>
/// <param name="Storage"><c>scalems.worker.storage</c>, bytes; null = what is free where the worker runs.</param>
/// <param name="Gpus"><c>scalems.worker.gpus</c>, names; null = those that are found.</param>
/// <param name="GpuVariable"><c>scalems.worker.gpu-variable</c>: the variable that makes GPUs visible to a process; empty = that of the GPUs that are found.</param>
/// <param name="MemoryLimit"><c>scalems.worker.memory-limit</c>: <c>auto</c>, <c>cgroup</c> or <c>sampling</c>.</param>
/// <param name="Named"><c>scalems.worker.resources</c>, in parts of <see cref="Contracts.Tasks.TaskResources.Unit"/>.</param>
public sealed record ResourceOptions(
    long? Memory, long? Storage, ImmutableArray<string>? Gpus, string GpuVariable, string MemoryLimit, ImmutableSortedDictionary<string, long> Named);

/// <summary><c>scalems.worker.recycle-after-…</c>: when a slot's process is replaced by a new one.</summary>
/// <param name="Tasks">Number of tasks; 0 = no limit.</param>
/// <param name="Memory">Bytes held after a task, above which the process is replaced; 0 = no limit.</param>
public sealed record RecycleOptions(int Tasks, long Memory)
{
    /// <summary>Replaced only when a task leaves threads or processes running.</summary>
    public static RecycleOptions Never { get; } = new(0, 0);
}

/// <summary><c>scalems.client</c></summary>
/// <param name="Contact">Possible addresses of the master, <c>HOST:PORT</c>.</param>
/// <param name="ConnectDeadline">Time after which a client that finds no master gives up.</param>
/// <param name="ReconnectDeadline">Time to reconnect to a lost master; 0 = fail immediately.</param>
/// <param name="MaxInFlight">Maximum number of submitted, unfinished tasks.</param>
public sealed record ClientOptions(ImmutableArray<string> Contact, TimeSpan ConnectDeadline, TimeSpan ReconnectDeadline, int MaxInFlight);

/// <summary><c>scalems.transfer</c></summary>
/// <param name="Inline">Size in bytes above which a task's description or outcome is sent by itself, in chunks.</param>
/// <param name="Max">Maximum bytes of a task's description or outcome.</param>
/// <param name="MaxMessage">Maximum bytes of any message: half of <c>akka.remote.dot-netty.tcp.maximum-frame-size</c>.</param>
public sealed record TransferOptions(long Inline, long Max, long MaxMessage)
{
    /// <summary>The values of the reference configuration.</summary>
    public static TransferOptions Default { get; } = new(Inline: 32 << 10, Max: 64 << 20, MaxMessage: 2 << 20);
}

/// <summary><c>scalems.http</c></summary>
/// <param name="Port">Port of the status page and the HTTP API, 0 to 65,535; 0 = a free one; null = none.</param>
/// <param name="Host">Name or address that they listen on.</param>
public sealed record HttpOptions(int? Port, string Host);

/// <summary><c>scalems.files</c></summary>
/// <param name="Store">Directory of the master's store, on a worker only if they share it; empty = as in the reference configuration.</param>
/// <param name="StoreSize">Maximum bytes of the store; null = no limit.</param>
/// <param name="Cache">Directory of a worker's copies; empty = in the directory for temporary files.</param>
/// <param name="CacheSize">Maximum bytes of a worker's copies.</param>
public sealed record FilesOptions(string Store, long? StoreSize, string Cache, long CacheSize)
{
    /// <summary>Directory of copies when none is configured: one for each user.</summary>
    public string CacheRoot => Cache.Length > 0 ? Path.GetFullPath(Cache) : Path.Combine(Path.GetTempPath(), $"scalems-files-{Environment.UserName}");
}

/// <summary><c>scalems.log</c></summary>
/// <param name="Level">DEBUG, INFO, WARNING or ERROR.</param>
/// <param name="File">File to log to as well; empty = none.</param>
/// <param name="Format">text or json.</param>
public sealed record LogOptions(string Level, string File, string Format);
