using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Environments.Python;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>The environments of a worker's tasks, and which of them a task needs.</summary>
/// <param name="workers">That of .NET functions and of programs.</param>
/// <param name="types">Full names of the public types in the worker's modules.</param>
/// <param name="modes">Modes of the user's.</param>
/// <param name="agents">Agents of the user's.</param>
/// <param name="python">The search for the worker's Python.</param>
/// <param name="pythonStart">What each interpreter is told first.</param>
/// <param name="worlds">How interpreters become ranks of MPI worlds; null = they do not.</param>
internal sealed class SlotEnvironments(SlotEnvironment workers, ImmutableArray<string> types, TaskModes modes, AgentCommands agents, Task<PythonSearchResult> python, StartFrame pythonStart, WorldSettings? worlds = null)
{
    // An environment holds no process. Tasks that each have one of their own must not fill the memory, though.
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<TaskRuntime, SlotEnvironment> _known = new();
    private readonly ConcurrentDictionary<TaskRuntime, SlotEnvironment> _shared = new();
    private readonly ConcurrentDictionary<(SlotEnvironment Plain, ProcessClaim Claim), SlotEnvironment> _claimed = new();
    private readonly Lazy<PythonRuntime?> _python = new(() => Found(python).Interpreter is { } interpreter ? new PythonRuntime(interpreter, pythonStart, worlds) : null);

    /// <summary>The environments of a worker that has only its own.</summary>
    public static SlotEnvironments Only(SlotEnvironment workers) => new(workers, [], TaskModes.None, AgentCommands.None, Task.FromResult(new PythonSearchResult(null, "")), default);

    /// <summary>What the worker has besides slots.</summary>
    public ResourceSettings Resources { get; init; } = ResourceSettings.None;

    /// <summary>How the memory of processes is limited.</summary>
    public MemoryLimits Limits { get; init; } = MemoryLimits.Sampling;

    /// <summary>Cores and GPUs that processes have.</summary>
    public DeviceLeases Leases { get; init; } = new();

    /// <summary>Completed when <see cref="Runtimes"/> are known.</summary>
    public Task<PythonSearchResult> Known => python;

    /// <summary>That of .NET functions and of programs.</summary>
    public SlotEnvironment Workers => workers;

    /// <summary>What stands for the modes of the user's among the types that the worker registers.</summary>
    public IEnumerable<string> Modes => modes.Names;

    /// <summary>Full names of the public types in the worker's modules, which may be built again.</summary>
    public FrozenSet<string> Types
    {
        get => Volatile.Read(ref field);
        set
        {
            Volatile.Write(ref field, value);
            _known.Clear();
        }
    }

        = types.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The runtimes for functions, for the master. Waits for <see cref="Known"/>.</summary>
    public ImmutableArray<RuntimeInfo> Runtimes =>
        [new RuntimeInfo(TaskRuntime.DotNet, Environment.Version.ToString(), ""), .. _python.Value is { } found ? new[] { found.Info } : [], .. agents.Infos];

    /// <summary>The environment that a task runs in: the same object for equal needs.</summary>
    public SlotEnvironment Of(in TaskRow row)
    {
        var plain = Plain(row);
        var claim = ProcessClaim.Of(row);
        if (plain.Worlds is not null)
        {
            // Its ranks get theirs one by one, in a world of their own.
            claim = claim with { Cores = 0, Gpus = "", GpuParts = 0 };
        }

        if (claim.IsNone || plain.Problem is not null)
        {
            return plain;
        }

        if (_claimed.Count >= MostKnown)
        {
            _claimed.Clear();
        }

        return _claimed.GetOrAdd((plain, claim), static (needs, resources) => needs.Plain.With(needs.Claim, resources.Variables(needs.Claim)), Resources);
    }

    private SlotEnvironment Plain(in TaskRow row)
    {
        if (row.Runtime is not { } runtime)
        {
            return workers;
        }

        if (_known.TryGetValue(runtime, out var known))
        {
            return known;
        }

        if (_known.Count >= MostKnown)
        {
            _known.Clear();
            _shared.Clear();
        }

        return _known.GetOrAdd(runtime, Find);
    }

    private SlotEnvironment Find(TaskRuntime runtime) => runtime.Name switch
    {
        TaskRuntime.DotNet => Prepared(runtime),
        TaskRuntime.Python when _python.Value is { } found => OfPython(found, runtime),
        TaskRuntime.Python => Unknown(runtime, $": {Found(python).Problem}"),
        "" when modes.DotNet.Keys.Any(mode => TaskMode.ModuleOf(mode) == runtime.Module) => Prepared(runtime),
        "" when runtime.IsOfBaseLibrary || Types.Contains(runtime.Module) => Prepared(runtime),
        "" => _python.Value is { } found ? OfPython(found, runtime) : Prepared(runtime),
        var name when agents.Of(name) is { } command => OfAgent(command, runtime),
        _ => Unknown(runtime, $"; it has {string.Join(", ", Runtimes.Select(static info => info.Name))}"),
    };

    private SlotEnvironment Prepared(TaskRuntime runtime) =>
        runtime.NamedEnv.Length > 0 ? Impossible(runtime, $"'{runtime.Module}' is .NET's, and named_env is for Python")
        : runtime.PreExec.IsEmpty && runtime.StartupTimeoutMilliseconds == 0 ? workers
        : _shared.GetOrAdd(
            new TaskRuntime { Name = TaskRuntime.DotNet, PreExec = runtime.PreExec, StartupTimeoutMilliseconds = runtime.StartupTimeoutMilliseconds },
            needs => new SlotEnvironment(
                needs.PreExec.IsEmpty ? workers.Name : $"{workers.Name} after pre_exec", workers.Command.After(needs.PreExec), workers.Start)
            { Variables = workers.Variables }.Within(needs));

    /// <summary>All modules share an interpreter.</summary>
    private SlotEnvironment OfPython(PythonRuntime found, TaskRuntime runtime) =>
        _shared.GetOrAdd(runtime with { Name = TaskRuntime.Python, Module = "", NeedsMpi = false }, found.EnvironmentOf);

    private SlotEnvironment OfAgent(SlotCommand command, TaskRuntime runtime) =>
        runtime.NamedEnv.Length > 0 ? Impossible(runtime, $"the agent of '{runtime.Name}' starts in one environment only, and named_env is for Python")
        : _shared.GetOrAdd(
            runtime with { Module = "" },
            needs => new SlotEnvironment(needs.Name, command.After(needs.PreExec), pythonStart with { Path = needs.Path, Versions = [], Modes = ImmutableSortedDictionary<string, string>.Empty, AlsoSearched = "" })
            {
                Variables = ResourceSettings.OneThread,
            }.Within(needs));

    private SlotEnvironment Unknown(TaskRuntime runtime, string reason) =>
        Impossible(runtime, $"the task needs the runtime '{runtime.Name}', which this worker does not have{reason}");

    private SlotEnvironment Impossible(TaskRuntime runtime, string problem) => new(runtime.Name, workers.Command, workers.Start) { Problem = problem };

#pragma warning disable VSTHRD002 // A worker registers when the search has ended, so there are no tasks before; and slots have threads of their own.
    private static PythonSearchResult Found(Task<PythonSearchResult> search) => search.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
