using System.Reflection;
using System.Runtime.Loader;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>
/// Holds one of the user's assemblies with its dependencies, separate from other users' assemblies and from this product's own
/// dependencies. Only the contracts are shared, so that a <see cref="ICommunicator"/> is the same type on both sides.
/// </summary>
internal sealed class ModuleLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly Assembly Shared = typeof(Cpi).Assembly;

    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Shared.GetName().Name)
        {
            return Shared;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
