using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>
/// The identity of an assembly's code: its module version id, which the compiler computes from all of its input, those of the
/// assemblies that it references and ships with, and the version of .NET. Code loaded by name or from native libraries is not included.
/// </summary>
internal static class AssemblyCode
{
    // 64 bits tell the builds of one module apart.
    private const int VersionBytes = 8;

    /// <summary>Identity of the base library's functions.</summary>
    public static CodeIdentity BaseLibrary { get; } = new(".NET", Environment.Version.ToString());

    /// <summary>Identity of a loaded assembly.</summary>
    public static CodeIdentity Of(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
#pragma warning disable IL3000 // Empty in a single-file program, where the module version id must suffice.
        return assembly.Location is { Length: > 0 } path && File.Exists(path)
#pragma warning restore IL3000
            ? Of(path)
            : Identity(name, [(name, assembly.ManifestModule.ModuleVersionId)]);
    }

    /// <summary>Identity of an assembly's file.</summary>
    /// <exception cref="BadImageFormatException">The file, or one that it needs, is not an assembly.</exception>
    /// <exception cref="IOException">One of these files cannot be read.</exception>
    public static CodeIdentity Of(string path)
    {
        var assemblies = WithDependencies(path).ToList();
        return Identity(assemblies[0].Name, assemblies.Select(static assembly => (assembly.Name, assembly.Version)));
    }

    /// <summary>The files that determine its identity.</summary>
    /// <inheritdoc cref="Of(string)"/>
    public static IEnumerable<string> Files(string path) => WithDependencies(path).Select(static assembly => assembly.Path);

    private static IEnumerable<(string Path, string Name, Guid Version)> WithDependencies(string root)
    {
        var resolver = new AssemblyDependencyResolver(root);
        var found = new HashSet<string>(StringComparer.Ordinal) { typeof(Cpi).Assembly.GetName().Name! };
        var ahead = new Queue<string>([root]);
        while (ahead.TryDequeue(out var path))
        {
            var (name, version, references) = Read(path);
            found.Add(name);
            yield return (path, name, version);
            foreach (var reference in references)
            {
                // The base library's assemblies do not ship with it.
                if (found.Add(reference.Name!) && resolver.ResolveAssemblyToPath(reference) is { } dependency)
                {
                    ahead.Enqueue(dependency);
                }
            }
        }
    }

    private static (string Name, Guid Version, AssemblyName[] References) Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
        {
            throw new BadImageFormatException($"'{path}' has no metadata");
        }

        var metadata = file.GetMetadataReader();
        return (
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid),
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())]);
    }

    private static CodeIdentity Identity(string name, IEnumerable<(string Name, Guid Version)> assemblies)
    {
        var text = new StringBuilder(BaseLibrary.Version);
        foreach (var (assembly, version) in assemblies.OrderBy(static assembly => assembly.Name, StringComparer.Ordinal))
        {
            text.Append('\n').Append(assembly).Append(' ').Append(version);
        }

        return new CodeIdentity(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..VersionBytes]));
    }
}
