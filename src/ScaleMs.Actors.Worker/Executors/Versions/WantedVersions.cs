using System.Collections.Immutable;
using System.Reflection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Worker.Executors.Functions;

namespace ScaleMs.Actors.Worker.Executors.Versions;

/// <summary><c>scalems.worker.versioned-modules</c>, by runtime: names with their lowest versions.</summary>
/// <param name="DotNet">The worker's .NET modules, and assemblies that they ship with.</param>
/// <param name="Python">All others. Interpreters check them when they start, and the worker has its own do so once before it registers.</param>
internal sealed record WantedVersions(ImmutableArray<(string Name, string Version)> DotNet, ImmutableArray<(string Name, string Version)> Python)
{
    public const string Key = "scalems.worker.versioned-modules";

    /// <summary>Divides the names, and checks those of .NET.</summary>
    /// <param name="wanted">As configured.</param>
    /// <param name="modules">Paths of the user's assemblies.</param>
    /// <param name="loaded">Further ones, in this program.</param>
    /// <exception cref="InvalidConfigurationException">The version of a .NET module is not one.</exception>
    /// <exception cref="SoftwareCompatibilityException">A .NET module is too old.</exception>
    /// <exception cref="ModuleException">A module cannot be read.</exception>
    public static WantedVersions Of(ImmutableSortedDictionary<string, string> wanted, IEnumerable<string> modules, IEnumerable<Assembly>? loaded = null)
    {
        if (wanted.IsEmpty)
        {
            return new WantedVersions([], []);
        }

        var assemblies = AssemblyVersions.Of(modules, loaded);
        var byRuntime = wanted.ToLookup(module => assemblies.Has(module.Key), static module => (module.Key, module.Value));
        foreach (var (name, version) in byRuntime[true])
        {
            if (!VersionOrder.IsVersion(version))
            {
                throw new InvalidConfigurationException($"{Key}.{name} = '{version}': a version such as 1.2.3 or 2.0.0-beta.1 is expected");
            }
        }

        assemblies.Check(byRuntime[true]);
        return new WantedVersions([.. byRuntime[true]], [.. byRuntime[false]]);
    }

    /// <summary>For a worker without Python.</summary>
    /// <param name="reason">Why it has none.</param>
    /// <exception cref="InvalidConfigurationException">There are names of Python modules.</exception>
    public void RefusePython(string reason)
    {
        if (!Python.IsEmpty)
        {
            var names = string.Join(", ", Python.Select(static module => $"'{module.Name}'"));
            throw new InvalidConfigurationException(
                $"{Key} has {names}: not among this worker's .NET modules and the assemblies that they ship with, and it has no Python: {reason}");
        }
    }
}
