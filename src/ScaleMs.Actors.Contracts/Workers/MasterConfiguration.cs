using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>The input of a master (the seed's <c>MasterTaskConfiguration</c>, its file <c>raptor_scheduler_config.json</c>; same JSON keys).</summary>
public sealed record MasterConfiguration
{
    /// <summary>What the client wants of its worker; absent = none is started.</summary>
    [JsonPropertyName("worker")]
    public ClientWorkerRequirements? Worker { get; init; }

    /// <summary>Modules with their lowest versions, <c>[[name, version], …]</c>.</summary>
    [JsonPropertyName("versioned_modules")]
    public ImmutableArray<ImmutableArray<string>> VersionedModules { get; init; } = [];

    /// <summary>Modules of the system that this product takes the place of: nothing here needs them.</summary>
    private static readonly ImmutableArray<string> Replaced = ["scalems", "radical.pilot"];

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="ProtocolException">Not JSON, or a key is unknown, of the wrong type, or has an impossible value.</exception>
    public static MasterConfiguration Parse(ReadOnlySpan<byte> utf8Json)
    {
        var configuration = ContractsJson.Read(utf8Json, ContractsJson.Info<MasterConfiguration>(), "a master's configuration");
        return configuration.Problem() is { } problem ? throw new ProtocolException(problem) : configuration;
    }

    /// <summary>What is wrong, with the key's name; null = nothing.</summary>
    public string? Problem() =>
        VersionedModules.Any(static pair => pair.IsDefault || pair.Length != 2 || pair.Any(string.IsNullOrEmpty)) ? "versioned_modules is a list of pairs, [\"name\", \"version\"]"
        : Worker?.Problem() is { } problem ? $"worker: {problem}"
        : ToWorker()?.Problem();

    /// <summary>The worker that the master makes of the requirements; null = none is wanted.</summary>
    public WorkerDescription? ToWorker() => Worker is null ? null : new WorkerDescription
    {
        Mode = WorkerDescription.RaptorWorker,
        Ranks = Worker.CpuProcesses,
        CoresPerRank = Worker.CoresPerProcess,
        GpusPerRank = Worker.GpusPerRank > 0 ? Worker.GpusPerRank : Worker.GpusPerProcess,
        PreExec = Worker.PreExec,
        NamedEnv = string.IsNullOrEmpty(Worker.NamedEnv) ? null : Worker.NamedEnv,
        VersionedModules = [.. VersionedModules.Where(static pair => !Replaced.Contains(pair[0]))],
    };
}

/// <summary>What a client wants of its worker (the seed's <c>ClientWorkerRequirements</c>; same JSON keys).</summary>
public sealed record ClientWorkerRequirements
{
    /// <summary>Processes, 1 or more.</summary>
    [JsonPropertyName("cpu_processes")]
    public required int CpuProcesses { get; init; }

    /// <summary>Cores of each process, 1 or more.</summary>
    [JsonPropertyName("cores_per_process")]
    public int CoresPerProcess { get; init; } = 1;

    /// <summary>GPUs of each process.</summary>
    [JsonPropertyName("gpus_per_process")]
    public double GpusPerProcess { get; init; }

    /// <summary>Newer name of <see cref="GpusPerProcess"/>.</summary>
    [JsonPropertyName("gpus_per_rank")]
    public double GpusPerRank { get; init; }

    /// <summary>Shell lines that run before the worker.</summary>
    [JsonPropertyName("pre_exec")]
    public ImmutableArray<string> PreExec { get; init; } = [];

    /// <summary>Prefix of a virtual environment; null = none.</summary>
    [JsonPropertyName("named_env")]
    public string? NamedEnv { get; init; }

    /// <summary>What is wrong, with the key's name; null = nothing.</summary>
    public string? Problem() =>
        CpuProcesses < 1 ? $"cpu_processes is {CpuProcesses}; it must be 1 or more"
        : CoresPerProcess < 1 ? $"cores_per_process is {CoresPerProcess}; it must be 1 or more"
        : GpusPerProcess < 0 || double.IsNaN(GpusPerProcess) ? $"gpus_per_process is {GpusPerProcess}; it must be 0 or more"
        : GpusPerRank < 0 || double.IsNaN(GpusPerRank) ? $"gpus_per_rank is {GpusPerRank}; it must be 0 or more"
        : null;
}
