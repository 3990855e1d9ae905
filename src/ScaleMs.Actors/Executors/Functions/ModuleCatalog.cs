using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace ScaleMs.Actors.Executors.Functions;

/// <summary>Finds the type that a task names as its module: in the user's assemblies first, then in the base library.</summary>
internal sealed class ModuleCatalog
{
    private readonly ImmutableArray<Assembly> _assemblies;
    private readonly ConcurrentDictionary<string, Type?> _found = new();

    /// <summary>A catalog of assemblies that are loaded already.</summary>
    public ModuleCatalog(IEnumerable<Assembly> assemblies) => _assemblies = [.. assemblies.Distinct()];

    /// <summary>Names of the user's assemblies, for messages.</summary>
    public IEnumerable<string> Names => _assemblies.Select(static assembly => assembly.GetName().Name!);

    /// <summary>Loads each path into a context of its own, and adds assemblies that are loaded already.</summary>
    /// <exception cref="ModuleException">A path is no file, or the file no assembly.</exception>
    public static ModuleCatalog Load(IEnumerable<string> paths, IEnumerable<Assembly>? loaded = null) => new([.. paths.Select(Load), .. loaded ?? []]);

    /// <summary>Looks whether each path is an assembly, without loading it.</summary>
    /// <exception cref="ModuleException">One is not.</exception>
    public static void Check(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                _ = AssemblyName.GetAssemblyName(Existing(path));
            }
            catch (Exception error) when (error is BadImageFormatException or FileLoadException)
            {
                throw NotAnAssembly(path, error);
            }
        }
    }

    /// <summary>The type with this full name; null when there is none.</summary>
    /// <exception cref="ModuleException">Several of the user's assemblies have it.</exception>
    public Type? Find(string module) => _found.GetOrAdd(module, Search);

    private static Assembly Load(string path)
    {
        var full = Existing(path);
        try
        {
            return new ModuleLoadContext(full).LoadFromAssemblyPath(full);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            throw NotAnAssembly(path, error);
        }
    }

    private static string Existing(string path) => File.Exists(path)
        ? Path.GetFullPath(path)
        : throw new ModuleException($"the module '{path}' is not a file; an assembly's path is expected, such as bin/MyTasks.dll");

    private static ModuleException NotAnAssembly(string path, Exception error) =>
        new($"the module '{path}' is not a .NET assembly that can be loaded: {error.Message}", error);

    private Type? Search(string module)
    {
        var types = _assemblies.Select(assembly => assembly.GetType(module)).OfType<Type>().Where(static type => type.IsVisible).ToArray();
        return types.Length switch
        {
            0 => InBaseLibrary(module),
            1 => types[0],
            _ => throw new ModuleException(
                $"the type '{module}' is in several modules: {string.Join(", ", types.Select(static type => type.Assembly.GetName().Name))}"),
        };
    }

    private static Type? InBaseLibrary(string module)
    {
        if (typeof(object).Assembly.GetType(module) is { IsVisible: true } core)
        {
            return core;
        }

        // Types of the base library mostly live in an assembly named like their namespace or a part of it.
        for (var name = module; name.LastIndexOf('.') is > 0 and var dot;)
        {
            name = name[..dot];
            if (!name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("Microsoft", StringComparison.Ordinal))
            {
                return null;
            }

            try
            {
                if (Assembly.Load(new AssemblyName(name)).GetType(module) is { IsVisible: true } type)
                {
                    return type;
                }
            }
            catch (IOException)
            {
                // No assembly of that name; a shorter one may exist.
            }
        }

        return null;
    }
}
