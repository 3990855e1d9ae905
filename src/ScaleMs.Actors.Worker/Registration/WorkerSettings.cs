using System.Collections.Immutable;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Files;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Environments.Python;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>A worker's options, resolved.</summary>
/// <param name="Name">The worker's name, for people.</param>
/// <param name="Slots">Tasks that run at a time, 1 or more.</param>
/// <param name="Prefetch">Most tasks held besides the running ones.</param>
/// <param name="Grace">Grace period of a task that was told to end; after it the task is abandoned.</param>
/// <param name="RegisterDeadline">How long to look for a master before the first registration.</param>
/// <param name="Modules">Paths of the user's assemblies.</param>
/// <param name="Executors">Limits on what tasks may print and return.</param>
internal sealed record WorkerSettings(
    string Name, int Slots, int Prefetch, TimeSpan Grace, TimeSpan RegisterDeadline, ImmutableArray<string> Modules, ExecutorSettings Executors)
{
    /// <summary>How large rows travel.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>When a slot's process is replaced by a new one.</summary>
    public RecycleOptions RecycleAfter { get; init; } = RecycleOptions.Never;

    // The number of the shortest tasks that a slot runs while results and new tasks are in transit; the master sends fewer longer ones.
    private const int DefaultPrefetch = 1024;

    /// <summary>The interpreter for Python functions, see <see cref="PythonSearch.Find"/>.</summary>
    public string Python { get; init; } = PythonSearch.Off;

    /// <summary>Most tasks of each slot that wait for tasks they have submitted.</summary>
    public int MaxWaiting { get; init; }

    /// <summary>Whether the interpreters are ranks of MPI worlds.</summary>
    public bool Mpi { get; init; }

    /// <summary>Starts MPI ranks.</summary>
    public MpiLauncher MpiLauncher { get; init; } = MpiLauncher.Of("");

    /// <summary>The user's converters for values of .NET functions.</summary>
    public ImmutableArray<string> Converters { get; init; } = [];

    /// <summary>Modules with their lowest versions.</summary>
    public ImmutableSortedDictionary<string, string> VersionedModules { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Agents of the user's, by the name of their runtime.</summary>
    public AgentCommands Agents { get; init; } = AgentCommands.None;

    /// <summary>Modes of the user's.</summary>
    public TaskModes Modes { get; init; } = TaskModes.None;

    /// <summary>Bytes that it keeps free on each file system that it uses; 0 = none.</summary>
    public long DiskReserve { get; init; }

    /// <summary>Uid under which a master has started it; empty = it was started by somebody else.</summary>
    public string Launch { get; init; } = "";

    /// <summary>Time after which it ends; null = it does not.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Python: file and class of a worker class, for descriptions that name neither.</summary>
    public (string File, string Name) Raptor { get; init; } = ("", "");

    /// <summary>Where files are kept.</summary>
    public FilesSettings? Files { get; init; }

    /// <summary>What it has besides slots, as configured.</summary>
    public ResourceOptions? Resources { get; init; }

    /// <summary>Resolves the options.</summary>
    /// <param name="options">As read from configuration.</param>
    /// <param name="slots">Number of slots instead of the configured one.</param>
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
        Python = options.Worker.Python,
        MaxWaiting = options.Worker.MaxWaiting,
        Mpi = options.Worker.Mpi,
        MpiLauncher = MpiLauncher.Of(options.Worker.MpiLauncher),
        Converters = options.Converters,
        Modes = TaskModes.Of(options.Worker.Modes),
        Agents = AgentCommands.Of(options.Worker.Agents),
        VersionedModules = options.Worker.VersionedModules,
        Resources = options.Worker.Resources,
        Files = FilesSettings.From(options.Files),
        DiskReserve = options.Worker.DiskReserve,
        Launch = options.Worker.Launch,
        TimeLimit = options.Worker.TimeLimit,
        Raptor = options.Worker.Raptor,
    };

    /// <summary>The environments of tasks when each slot has its own process. The search for Python begins.</summary>
    /// <param name="command">Starts the worker's own processes.</param>
    /// <exception cref="ModuleException">A module cannot be read, or the configured interpreter does not exist.</exception>
    /// <exception cref="InvalidConfigurationException">Modules of Python are to be checked, or there are modes of Python, and there is no Python.</exception>
    /// <exception cref="SoftwareCompatibilityException">A module is missing or too old.</exception>
    internal SlotEnvironments InProcesses(SlotCommand command)
    {
        var resources = Resources is null ? ResourceSettings.None : ResourceSettings.From(Resources);
        var leases = new DeviceLeases();
        var limits = MemoryLimits.Of(resources.MemoryLimit);
        var start = new StartFrame(Executors.OutputLimit, Executors.TransferLimit) { MostTasks = RecycleAfter.Tasks, MostMemory = RecycleAfter.Memory };
        var interpreter = PythonSearch.Find(Python);
        var missing = interpreter is null ? PythonSearch.Reason(Python) : "";
        var versions = WantedVersions.Of(VersionedModules, Modules);
        var own = new SlotEnvironment(
            TaskRuntime.DotNet,
            command,
            start with
            {
                Modules = [.. Modules.Select(Path.GetFullPath)],
                Converters = Converters,
                Modes = Modes.DotNet,
                Versions = versions.DotNet,
                MemoryLimits = limits.ToString(),
                AlsoSearched = missing.Length > 0 ? $"It may be a Python module, but this worker has no Python: {missing}." : "",
            })
        {
            IsWorkers = true,
            Variables = ResourceSettings.OneThread,
        };
        var names = string.Join(", ", Modules.Select(Path.GetFileNameWithoutExtension).Append("the base library"));
        return new SlotEnvironments(
            own,
            ModuleCatalog.TypesOf(Modules),
            Modes,
            Agents,
            Asked(interpreter, missing, versions, start),
            start with { Versions = versions.Python, Modes = Modes.Python, RaptorFile = Raptor.File.Length > 0 ? Path.GetFullPath(Raptor.File) : "", RaptorClass = Raptor.Name, AlsoSearched = $"nor is there a .NET type of that name in {names} (--modules)" },
            Mpi ? new WorldSettings(MpiLauncher, Slots, resources, leases) : null)
        {
            Resources = resources,
            Limits = limits,
            Leases = leases,
        };
    }

    /// <summary>What the interpreter is. The worker waits for the answer only if it would not start without this Python.</summary>
    private Task<PythonSearchResult> Asked(string? interpreter, string missing, WantedVersions versions, StartFrame start)
    {
        if (interpreter is not null && Python.Length == 0 && versions.Python.IsEmpty && Modes.Python.IsEmpty && !Mpi)
        {
            return Task.Run(() => PythonSearch.Ask(interpreter));
        }

        var answer = interpreter is null ? new PythonSearchResult(null, missing) : PythonSearch.Ask(interpreter);
        if (interpreter is not null && answer.Interpreter is null && Python.Length > 0)
        {
            throw new InvalidConfigurationException($"scalems.worker.python: {answer.Problem}");
        }

        if (answer.Interpreter is null)
        {
            versions.RefusePython(answer.Problem);
            Modes.RefusePython(answer.Problem);
        }
        else if (!versions.Python.IsEmpty)
        {
            PythonVersions.Check(answer.Interpreter.Path, start with { Versions = versions.Python }, SlotEnvironment.DefaultStartDeadline);
        }

        if (Mpi)
        {
            CheckMpi(answer);
        }

        return Task.FromResult(answer);
    }

    private void CheckMpi(PythonSearchResult answer)
    {
        if (answer.Interpreter is not { } interpreter)
        {
            throw new InvalidConfigurationException($"scalems.worker.mpi is on, but this worker has no Python: {answer.Problem}");
        }

        if (!interpreter.HasMpi)
        {
            throw new InvalidConfigurationException(
                $"scalems.worker.mpi is on, but {interpreter.Path} has no mpi4py; install it there, or name another interpreter by scalems.worker.python (--python)");
        }

        if (MpiLauncher.Find(out var problem) is null)
        {
            throw new InvalidConfigurationException($"scalems.worker.mpi is on, but the launcher is not there: {problem}; scalems.worker.mpi-launcher names it");
        }
    }
}
