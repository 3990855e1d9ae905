using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Isolation.Environments.Python;

/// <summary>A worker's Python: its own interpreter, and those of the virtual environments that tasks name.</summary>
/// <param name="interpreter">The worker's own.</param>
/// <param name="start">What every interpreter is told first.</param>
/// <param name="worlds">How interpreters become ranks of MPI worlds; null = they do not.</param>
internal sealed class PythonRuntime(PythonInterpreter interpreter, in StartFrame start, WorldSettings? worlds)
{
    private readonly StartFrame _start = start;

    /// <summary>For the master.</summary>
    public RuntimeInfo Info { get; } = new(TaskRuntime.Python, interpreter.Version, interpreter.Prefix) { Mpi = worlds is not null };

    /// <summary>The environment of tasks with these needs.</summary>
    public SlotEnvironment EnvironmentOf(TaskRuntime needs)
    {
        var start = _start with { Path = needs.Path };
        if (needs.NamedEnv.Length == 0)
        {
            return Of(interpreter.Path, needs, start, ResourceSettings.OneThread);
        }

        var prefix = Path.GetFullPath(needs.NamedEnv);
        return PythonSearch.InPrefix(prefix) is { } own
            ? Of(own, needs, start, [.. ResourceSettings.OneThread, .. Activated(prefix)])
            : new SlotEnvironment(prefix, new SlotCommand(prefix, []), start)
            {
                Problem = $"named_env '{needs.NamedEnv}' is not a virtual environment: {Path.Combine(prefix, "bin", "python3")} does not exist",
            };
    }

    private SlotEnvironment Of(string path, TaskRuntime needs, in StartFrame start, ImmutableArray<(string Name, string? Value)> variables)
    {
        if (worlds is null)
        {
            return new SlotEnvironment(path, new SlotCommand(path, [AgentArchive.Path]).After(needs.PreExec), start) { Variables = variables }.Within(needs);
        }

        return new SlotEnvironment($"{path} as MPI ranks", new SlotCommand(path, []), start)
        {
            Variables = variables,
            CreateWorlds = environment => new PythonWorlds(worlds, path, needs.PreExec, environment),
        }.Within(needs);
    }

    /// <summary>The variables that activating a virtual environment sets.</summary>
    private static ImmutableArray<(string Name, string? Value)> Activated(string prefix)
    {
        var path = $"{Path.Combine(prefix, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        return Directory.Exists(Path.Combine(prefix, "conda-meta"))
            ? [("PATH", path), ("PYTHONHOME", null), ("VIRTUAL_ENV", null), ("CONDA_PREFIX", prefix), ("CONDA_DEFAULT_ENV", Path.GetFileName(prefix))]
            : [("PATH", path), ("PYTHONHOME", null), ("VIRTUAL_ENV", prefix)];
    }
}
