using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>The task modes that workers run (values as in RADICAL-Pilot).</summary>
public static class TaskMode
{
    /// <summary>Calls a function in a slot.</summary>
    public const string Function = "task.function";

    /// <summary>Calls a method of an object that the slot's interpreter keeps (Python).</summary>
    public const string Method = "task.method";

    /// <summary>Evaluates an expression (Python).</summary>
    public const string Eval = "task.eval";

    /// <summary>Runs statements (Python).</summary>
    public const string Exec = "task.exec";

    /// <summary>Starts a program with arguments.</summary>
    public const string Executable = "task.executable";

    /// <summary>Runs a shell expression that names a program, with arguments.</summary>
    public const string Proc = "task.proc";

    /// <summary>Runs a command line in the system's shell.</summary>
    public const string Shell = "task.shell";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Function, Method, Eval, Exec, Executable, Proc, Shell];

    /// <summary>
    /// What stands for a module in the <see cref="TaskRuntime"/> of a mode of the user's: workers that have the mode register it among their
    /// types.
    /// </summary>
    public static string ModuleOf(string mode) => $"mode:{mode}";

    /// <summary>Whether a mode may be one of the user's: names that begin as the known ones do are not.</summary>
    public static bool MayBeUsers([NotNullWhen(true)] string? mode) =>
        !string.IsNullOrEmpty(mode) && !mode.StartsWith("task.", StringComparison.Ordinal) && !mode.StartsWith("raptor.", StringComparison.Ordinal)
        && !mode.StartsWith("scalems.", StringComparison.Ordinal);

    /// <summary>Whether tasks of this mode are programs, which run for their side effects and need no runtime.</summary>
    public static bool IsProgram(string mode) => mode is Executable or Proc or Shell;

    /// <summary>Whether tasks of this mode carry their code, so the modules that it imports are not known.</summary>
    public static bool CarriesCode(string mode) => mode is Eval or Exec;

    /// <summary>Whether only an interpreter runs tasks of this mode.</summary>
    public static bool NeedsPython(string mode) => mode is Method or Eval or Exec;
}
