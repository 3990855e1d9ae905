using System.ComponentModel;
using System.Globalization;
using ScaleMs.Actors.Worker.Executors.Functions;

namespace ScaleMs.Actors.Worker.Isolation.Environments.Python;

/// <summary>Finds the worker's interpreter: the configured one, else that of an active virtual environment, else <c>python3</c>.</summary>
internal static class PythonSearch
{
    /// <summary>The value of <c>scalems.worker.python</c> with which a worker has no Python.</summary>
    public const string Off = "off";

    private const string Debian = "/usr/bin/python3";

    // An interpreter on a slow network file system may take seconds; one that takes longer is of no use.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Version Oldest = new(3, 9);

    private static readonly string[] Names = ["python3", "python"];

    private const string Question =
        "import sys, importlib.util as u; print('%d.%d.%d' % sys.version_info[:3], sys.executable, sys.prefix, u.find_spec('mpi4py') is not None, sep='\\n')";

    /// <summary>Why a worker has no interpreter when <see cref="Find"/> finds none.</summary>
    public static string Reason(string configured) => configured.Length > 0
        ? $"scalems.worker.python is {configured}"
        : $"no virtual environment is active, there is no python3 on PATH, and no {Debian}; scalems.worker.python names an interpreter";

    /// <summary>The executable to use; null = there is none, or none is wanted.</summary>
    /// <param name="configured">The value of <c>scalems.worker.python</c>: a path, a name on PATH, <c>off</c>, or empty = search.</param>
    /// <exception cref="ModuleException">The configured one does not exist.</exception>
    public static string? Find(string configured) => configured switch
    {
        Off or "false" => null,
        "" => InVirtualEnvironment() ?? OnPath("python3") ?? (IsExecutable(Debian) ? Debian : null),
        _ => (configured.Contains('/', StringComparison.Ordinal) ? IsExecutable(configured) ? Path.GetFullPath(configured) : null : OnPath(configured))
            ?? throw new ModuleException($"scalems.worker.python names '{configured}', which is not an executable file; give the path of an interpreter, such as {Debian}, or {Off}"),
    };

    /// <summary>Asks an interpreter what it is.</summary>
    /// <param name="path">Its executable.</param>
    public static PythonSearchResult Ask(string path)
    {
        try
        {
            if (InterpreterRun.Of(path, ["-c", Question], [], Patience) is not { } run)
            {
                return Unusable(string.Create(CultureInfo.InvariantCulture, $"'{path}' did not say its version within {Patience.TotalSeconds} s"));
            }

            if (run.ExitCode != 0)
            {
                return Unusable(string.Create(CultureInfo.InvariantCulture, $"'{path}' ended with exit code {run.ExitCode} when it was asked for its version: {run.Errors.Trim()}"));
            }

            // Whatever else it prints would be taken for frames of the agent.
            if (run.Text.Split('\n') is not [var version, var executable, var prefix, var mpi, ""] || !Version.TryParse(version, out var parsed))
            {
                return Unusable($"'{path}' prints something else when it is asked for its version: {run.Text.Trim()}");
            }

            return parsed < Oldest
                ? Unusable($"'{path}' is Python {version}; {Oldest} or later is needed")
                : new PythonSearchResult(new PythonInterpreter(executable.Length > 0 ? executable : path, version, prefix, mpi == "True"), "");
        }
        catch (Win32Exception error)
        {
            return Unusable($"'{path}' cannot be started: {error.Message}");
        }
    }

    /// <summary>The interpreter in a prefix; null = there is none.</summary>
    public static string? InPrefix(string prefix) =>
        Names.Select(name => Path.Combine(prefix, "bin", name)).FirstOrDefault(IsExecutable);

    private static PythonSearchResult Unusable(string problem) => new(null, problem);

    private static string? InVirtualEnvironment() =>
        Environment.GetEnvironmentVariable("VIRTUAL_ENV") is { Length: > 0 } prefix ? InPrefix(prefix) : null;

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(IsExecutable);

    private static bool IsExecutable(string path) =>
        File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
