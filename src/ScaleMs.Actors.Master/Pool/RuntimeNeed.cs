using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>What of a task's runtime decides where it can run. Tasks with equal needs can run on the same nodes.</summary>
/// <param name="Name">Name of the runtime; empty = the one where <paramref name="Module"/> is found; null = none: any node will do.</param>
/// <param name="Module">The function's module, if it decides.</param>
/// <param name="IsPrepared">The task names a virtual environment or lines to run first, which only an interpreter of its own can have.</param>
/// <param name="Mpi">In Python, it needs an interpreter that is an MPI rank.</param>
internal readonly record struct RuntimeNeed(string? Name, string? Module, bool IsPrepared, bool Mpi)
{
    /// <summary>Any node will do: for programs, and for functions that every node has or refuses itself.</summary>
    public bool IsNone => Name is null;

    public static RuntimeNeed Of(TaskRuntime? runtime) => runtime switch
    {
        null or { Name: TaskRuntime.DotNet } => default,
        { Name.Length: > 0 } => new RuntimeNeed(runtime.Name, Module: null, IsPrepared: false, runtime.NeedsMpi),
        { IsOfBaseLibrary: true } => default,
        _ => new RuntimeNeed("", runtime.Module, runtime.NamedEnv.Length > 0 || runtime.PreExec.Length > 0, runtime.NeedsMpi),
    };
}
