using System.Reflection;
using ScaleMs.Actors.Worker.Executors.Functions;

namespace ScaleMs.Actors.Worker.Executors.Versions;

/// <summary>The versions of a worker's .NET modules and of the assemblies that they ship with. Several modules may bring one each.</summary>
internal sealed class AssemblyVersions
{
    private readonly ILookup<string, string> _versions;

    private AssemblyVersions(IEnumerable<AssemblyVersion> assemblies) =>
        _versions = assemblies.Distinct().ToLookup(static assembly => assembly.Name, static assembly => assembly.Version, StringComparer.Ordinal);

    /// <summary>Reads the versions from files.</summary>
    /// <param name="modules">Paths of the user's assemblies.</param>
    /// <param name="loaded">Further ones, in this program.</param>
    /// <exception cref="ModuleException">A module cannot be read.</exception>
    public static AssemblyVersions Of(IEnumerable<string> modules, IEnumerable<Assembly>? loaded = null) =>
        new(modules.SelectMany(OfFile).Concat((loaded ?? []).SelectMany(OfLoaded)));

    /// <summary>True if there is an assembly of that name.</summary>
    public bool Has(string name) => _versions.Contains(name);

    /// <summary>Checks that each of the assemblies is there, in the lowest version or a later one.</summary>
    /// <exception cref="SoftwareCompatibilityException">One is not.</exception>
    public void Check(IEnumerable<(string Name, string Version)> wanted)
    {
        foreach (var (name, lowest) in wanted)
        {
            if (!Has(name))
            {
                throw new SoftwareCompatibilityException($"{name} not found.");
            }

            if (_versions[name].FirstOrDefault(found => !VersionOrder.IsAtLeast(found, lowest)) is { } found)
            {
                throw new SoftwareCompatibilityException($"{name} version {found} not compatible with {lowest}.");
            }
        }
    }

    private static IEnumerable<AssemblyVersion> OfFile(string path) => ModuleCatalog.FilesOf(path).Select(AssemblyVersion.Of);

    private static IEnumerable<AssemblyVersion> OfLoaded(Assembly assembly)
    {
#pragma warning disable IL3000 // Empty in a single-file program, whose assemblies have no files.
        var path = assembly.Location;
#pragma warning restore IL3000
        return File.Exists(path) ? OfFile(path).Append(AssemblyVersion.Of(assembly)) : [AssemblyVersion.Of(assembly)];
    }
}
