using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>What a function needs of the process that it runs in. A program has none.</summary>
public sealed record TaskRuntime
{
    /// <summary>The runtime of .NET functions.</summary>
    public const string DotNet = "dotnet";

    /// <summary>The runtime of Python functions.</summary>
    public const string Python = "python";

    /// <summary>Name of the runtime; empty = the one where <see cref="Module"/> is found: .NET first, then Python.</summary>
    public string Name { get; init; } = "";

    /// <summary>The function's module: the full name of a .NET type, or a Python module; empty = none is named.</summary>
    public string Module { get; init; } = "";

    /// <summary>Prefix of a virtual environment; empty = none.</summary>
    public string NamedEnv { get; init; } = "";

    /// <summary>Shell lines to run before the process starts.</summary>
    public ImmutableArray<string> PreExec { get; init; } = [];

    /// <summary>Milliseconds within which the process must be ready, if it has to be started; 0 = as configured.</summary>
    public long StartupTimeoutMilliseconds { get; init; }

    /// <summary>Absolute paths of directories where modules are looked up first.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>In Python, its ranks are MPI's: they get a communicator.</summary>
    public bool NeedsMpi { get; init; }

    /// <summary>True when only .NET can have the module: its name is in a namespace of the base library.</summary>
    public bool IsOfBaseLibrary => IsInBaseLibrary(Module);

    /// <summary>Why no process can have both; null = one may.</summary>
    public static string? Problem(string? name, string? namedEnv) => name == DotNet && !string.IsNullOrEmpty(namedEnv)
        ? $"named_env is '{namedEnv}', but the runtime '{DotNet}' has no virtual environments; leave one of the two out"
        : ProgramTexts.NulProblem("named_env", namedEnv);

    /// <summary>Whether a module's name is in a namespace of .NET's base library.</summary>
    public static bool IsInBaseLibrary(string module) =>
        module.StartsWith("System.", StringComparison.Ordinal) || module.StartsWith("Microsoft.", StringComparison.Ordinal);

    public bool Equals(TaskRuntime? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Module == other.Module && NamedEnv == other.NamedEnv && NeedsMpi == other.NeedsMpi
            && StartupTimeoutMilliseconds == other.StartupTimeoutMilliseconds
            && PreExec.AsSpan().SequenceEqual(other.PreExec.AsSpan()) && Path.AsSpan().SequenceEqual(other.Path.AsSpan()));

    public override int GetHashCode() => HashCode.Combine(Name, Module, NamedEnv, PreExec.Length, Path.Length);
}
