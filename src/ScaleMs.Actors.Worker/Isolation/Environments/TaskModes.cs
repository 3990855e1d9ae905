using System.Collections.Immutable;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Environments;

/// <summary>The modes of the user's that a worker has, by the runtime of their tasks.</summary>
/// <param name="DotNet">Each with its type, <c>Namespace.Type, Assembly</c>.</param>
/// <param name="Python">Each with the module that registers it.</param>
internal sealed record TaskModes(ImmutableSortedDictionary<string, string> DotNet, ImmutableSortedDictionary<string, string> Python)
{
    private const string PythonPrefix = "python:";

    public static TaskModes None { get; } = new(ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>What stands for them among the types that the worker registers.</summary>
    public IEnumerable<string> Names => DotNet.Keys.Concat(Python.Keys).Select(TaskMode.ModuleOf);

    /// <summary>For a worker without Python.</summary>
    /// <param name="reason">Why it has none.</param>
    /// <exception cref="InvalidConfigurationException">There are modes of Python.</exception>
    public void RefusePython(string reason)
    {
        if (Python.Keys.FirstOrDefault() is { } mode)
        {
            throw new InvalidConfigurationException($"scalems.worker.modes.\"{mode}\": '{PythonPrefix}{Python[mode]}' needs Python, and this worker has none: {reason}");
        }
    }

    /// <summary>Splits the modes as configured.</summary>
    /// <exception cref="InvalidConfigurationException">A name is not one for a mode of the user's.</exception>
    public static TaskModes Of(ImmutableSortedDictionary<string, string> configured)
    {
        if (configured.Keys.FirstOrDefault(static mode => !TaskMode.MayBeUsers(mode)) is { } taken)
        {
            throw new InvalidConfigurationException($"scalems.worker.modes.\"{taken}\": a mode of your own does not begin with 'task.', 'raptor.' or 'scalems.'");
        }

        var python = configured
            .Where(static mode => mode.Value.StartsWith(PythonPrefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(static mode => mode.Key, static mode => mode.Value[PythonPrefix.Length..], StringComparer.Ordinal);
        return new TaskModes(configured.RemoveRange(python.Keys), python);
    }
}
