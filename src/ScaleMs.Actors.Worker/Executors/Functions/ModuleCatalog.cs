using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Finds the type that a task names as its module: in the user's assemblies first, then in the base library.</summary>
internal sealed class ModuleCatalog
{
    private readonly ImmutableArray<(Assembly Assembly, CodeIdentity Code)> _modules;
    private readonly ConcurrentDictionary<string, FoundModule?> _found = new();

    /// <summary>A catalog of assemblies that are already loaded.</summary>
    public ModuleCatalog(IEnumerable<Assembly> assemblies)
        : this([.. assemblies.Distinct().Select(static assembly => (assembly, AssemblyCode.Of(assembly)))])
    {
    }

    private ModuleCatalog(ImmutableArray<(Assembly Assembly, CodeIdentity Code)> modules)
    {
        _modules = modules;
        Code = [AssemblyCode.BaseLibrary, .. modules.Select(static module => module.Code)];
    }

    /// <summary>Names of the user's assemblies, for messages.</summary>
    public IEnumerable<string> Names => _modules.Select(static module => module.Assembly.GetName().Name!);

    /// <summary>Full names of the public types in the user's assemblies.</summary>
    public ImmutableArray<string> Types => [.. _modules.SelectMany(static module => AssemblyTypes.Of(module.Assembly))];

    /// <summary>The code of all assemblies in the catalog.</summary>
    public ImmutableArray<CodeIdentity> Code { get; }

    /// <summary>Loads each path into its own context, and adds assemblies that are already loaded.</summary>
    /// <exception cref="ModuleException">A path is no file, or the file no assembly.</exception>
    public static ModuleCatalog Load(IEnumerable<string> paths, IEnumerable<Assembly>? loaded = null) => new(
        [.. paths.Select(Load), .. (loaded ?? []).Distinct().Select(static assembly => (assembly, AssemblyCode.Of(assembly)))]);

    /// <summary>The code that a catalog of these modules would have. Nothing is loaded.</summary>
    /// <exception cref="ModuleException">A path is no file, or the file no assembly.</exception>
    public static ImmutableArray<CodeIdentity> CodeOf(IEnumerable<string> paths) =>
        [AssemblyCode.BaseLibrary, .. paths.Select(static path => Read(path, AssemblyCode.Of))];

    /// <summary>Full names of the public types that a catalog of these modules would find, the base library's aside. Nothing is loaded.</summary>
    /// <exception cref="ModuleException">A path is no file, or the file no assembly.</exception>
    public static ImmutableArray<string> TypesOf(IEnumerable<string> paths) => [.. paths.SelectMany(static path => Read(path, AssemblyTypes.Of))];

    /// <summary>The module's file, and the assemblies that it ships with.</summary>
    /// <exception cref="ModuleException">The path is no file, or the file no assembly.</exception>
    public static IReadOnlyList<string> FilesOf(string path) => Read(path, static full => AssemblyCode.Files(full).ToList());

    /// <summary>The type with this full name; null = none.</summary>
    /// <exception cref="ModuleException">Several of the user's assemblies have it.</exception>
    public FoundModule? Find(string module) => _found.GetOrAdd(module, Search);

    /// <summary>
    /// The types with an assembly-qualified name: in the user's assemblies and those that they ship with, else in this program. Modules
    /// that each bring the assembly have a type each.
    /// </summary>
    public IEnumerable<Type> TypesNamed(string name)
    {
        var found = _modules.Select(module => InContextOf(module.Assembly, name)).OfType<Type>().Distinct().ToList();
        return found.Count > 0 ? found : ConfiguredConverters.Find(name);
    }

    /// <summary>The code of a type of <see cref="TypesNamed"/>: that of the module that it is in or ships with, else that of its assembly.</summary>
    public CodeIdentity CodeOf(Type type)
    {
        var context = AssemblyLoadContext.GetLoadContext(type.Assembly) as ModuleLoadContext;
        return _modules
            .Where(module => module.Assembly == type.Assembly || (context is not null && AssemblyLoadContext.GetLoadContext(module.Assembly) == context))
            .Select(static module => module.Code)
            .FirstOrDefault() ?? AssemblyCode.Of(type.Assembly);
    }

    private static Type? InContextOf(Assembly module, string name)
    {
        return Type.GetType(name, Resolve, typeResolver: null);

        Assembly? Resolve(AssemblyName assembly)
        {
            if (assembly.Name == module.GetName().Name)
            {
                return module;
            }

            try
            {
                return (AssemblyLoadContext.GetLoadContext(module) as ModuleLoadContext)?.LoadFromAssemblyName(assembly);
            }
            catch (IOException)
            {
                // The module does not ship with it.
                return null;
            }
        }
    }

    private static (Assembly Assembly, CodeIdentity Code) Load(string path) => Read(path, static full =>
    {
        // The file's identity is read first, so that a newer file in its place does not give its identity to older code.
        var code = AssemblyCode.Of(full);
        return (new ModuleLoadContext(full).LoadFromAssemblyPath(full), code);
    });

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(Existing(path));
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            throw new ModuleException($"the module '{path}' is not a .NET assembly that can be loaded: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException($"the module '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static string Existing(string path) => File.Exists(path)
        ? Path.GetFullPath(path)
        : throw new ModuleException($"the module '{path}' is not a file; an assembly's path is expected, such as bin/MyTasks.dll");

    private FoundModule? Search(string name)
    {
        var found = (
            from module in _modules
            let type = module.Assembly.GetType(name)
            where type is { IsVisible: true }
            select new FoundModule(type, module.Code)).ToArray();
        return found.Length switch
        {
            0 => InBaseLibrary(name) is { } type ? new FoundModule(type, AssemblyCode.BaseLibrary) : null,
            1 => found[0],
            _ => throw new ModuleException(
                $"the type '{name}' is in several modules: {string.Join(", ", found.Select(static module => module.Type.Assembly.GetName().Name))}"),
        };
    }

    private static Type? InBaseLibrary(string module)
    {
        if (typeof(object).Assembly.GetType(module) is { IsVisible: true } core)
        {
            return core;
        }

        // Types of the base library are mostly in an assembly named after their namespace or a prefix of it.
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
