using System.Collections.Immutable;
using System.Diagnostics;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Links;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Isolation.Environments;

/// <summary>How the processes for some of the tasks are started. Tasks with the same environment can share a process.</summary>
/// <param name="name">For people.</param>
/// <param name="command">Starts such a process.</param>
/// <param name="start">What it is told first.</param>
internal sealed class SlotEnvironment(string name, SlotCommand command, in StartFrame start)
{
    // A module on a slow network file system may take most of this to load.
    public static readonly TimeSpan DefaultStartDeadline = TimeSpan.FromMinutes(2);

    private IWorlds? _worlds;

    public string Name { get; } = name;

    public SlotCommand Command { get; } = command;

    public StartFrame Start { get; } = start;

    /// <summary>Environment variables that differ from the worker's; null = the process does not have the variable.</summary>
    public ImmutableArray<(string Name, string? Value)> Variables { get; init; } = [];

    /// <summary>Its processes are ranks of MPI worlds; null = they are processes of their own.</summary>
    public IWorlds? Worlds => CreateWorlds is null ? null : LazyInitializer.EnsureInitialized(ref _worlds, () => CreateWorlds(this));

    /// <summary>Makes the worlds of an environment.</summary>
    public Func<SlotEnvironment, IWorlds>? CreateWorlds { get; init; }

    /// <summary>What its processes are started with for their tasks.</summary>
    public ProcessClaim Claim { get; init; }

    /// <summary>True = its process ends with the task.</summary>
    public bool IsForOneTask => Worlds is { IsForOneTask: true } || Claim.IsForOneTask;

    /// <summary>True for the worker's own processes: when they do not start, the worker is to blame, and not the task that needs one.</summary>
    public bool IsWorkers { get; init; }

    /// <summary>True when its processes load the worker's assemblies, which may be built again.</summary>
    public bool HasAssemblies => IsWorkers || !Start.Modules.IsEmpty;

    /// <summary>Time within which a process must be ready.</summary>
    public TimeSpan StartDeadline { get; init; } = DefaultStartDeadline;

    /// <summary>Why no process can be started; null = nothing is known to prevent it.</summary>
    public string? Problem { get; init; }

    /// <summary>This environment with the time to start that a task allows.</summary>
    public SlotEnvironment Within(TaskRuntime needs) => needs.StartupTimeoutMilliseconds == 0 ? this : new SlotEnvironment(Name, Command, Start)
    {
        Variables = Variables,
        IsWorkers = IsWorkers,
        Problem = Problem,
        CreateWorlds = CreateWorlds,
        StartDeadline = TimeSpan.FromMilliseconds(needs.StartupTimeoutMilliseconds),
    };

    /// <summary>This environment for tasks that claim something of the worker.</summary>
    /// <param name="claim">What they claim.</param>
    /// <param name="variables">Variables that follow from it.</param>
    public SlotEnvironment With(ProcessClaim claim, ImmutableArray<(string Name, string? Value)> variables) =>
        new(Name, Command, claim.IsForOneTask ? Start with { MostTasks = 1 } : Start)
        {
            Variables = Variables.AddRange(variables),
            IsWorkers = IsWorkers,
            Problem = Problem,
            CreateWorlds = CreateWorlds,
            StartDeadline = StartDeadline,
            Claim = claim,
        };

    /// <summary>This environment for one rank of a task, whose process is of no use to other tasks.</summary>
    public SlotEnvironment InWorld(IWorlds worlds) => new(Name, Command, Start) { Variables = Variables, Problem = Problem, StartDeadline = StartDeadline, CreateWorlds = _ => worlds, Claim = Claim };

    /// <summary>Sets the variables that differ from the worker's.</summary>
    public void SetVariables(ProcessStartInfo start)
    {
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }
    }

    public override string ToString() => Name;
}
