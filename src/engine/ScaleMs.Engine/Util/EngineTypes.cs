using System.Collections.Concurrent;
using System.Reflection;

namespace Akka.Util;

/// <summary>
/// Finds the types that configurations name. Configurations are written for Akka.NET, so the names of its assemblies stand for
/// the engine's own.
/// </summary>
internal static class EngineTypes
{
    private static readonly Dictionary<string, string> Assemblies = new(StringComparer.Ordinal)
    {
        ["Akka"] = "ScaleMs.Engine",
        ["Akka.Remote"] = "ScaleMs.Engine.Remote",
        ["Akka.Cluster"] = "ScaleMs.Engine.Cluster",
        ["Akka.Cluster.Tools"] = "ScaleMs.Engine.Cluster",
        ["Akka.Serialization.Hyperion"] = "ScaleMs.Engine.Serialization.Hyperion",
        ["Akka.TestKit"] = "ScaleMs.Engine.TestKit.Xunit2",
        ["Akka.TestKit.Xunit2"] = "ScaleMs.Engine.TestKit.Xunit2",
    };

    private static readonly ConcurrentDictionary<string, Type?> Cache = new();

    /// <summary>The type of a name with or without an assembly, or null.</summary>
    public static Type? Resolve(string? typeName)
    {
        if (string.IsNullOrWhiteSpace(typeName))
        {
            return null;
        }

        if (Cache.TryGetValue(typeName, out var cached))
        {
            return cached;
        }

        var found = Find(typeName.Trim());
        if (found is not null)
        {
            // A type that is not found may be in an assembly that is loaded later.
            Cache[typeName] = found;
        }

        return found;
    }

    private static Type? Find(string typeName)
    {
        try
        {
            return Type.GetType(typeName, ResolveAssembly, ResolveType, throwOnError: false) ?? FindInLoaded(typeName);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException or TypeLoadException)
        {
            return null;
        }
    }

    private static Assembly? ResolveAssembly(AssemblyName name)
    {
        var known = Assemblies.GetValueOrDefault(name.Name ?? "");
        if (known is not null)
        {
            return Load(new AssemblyName(known));
        }

        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (loaded.GetName().Name == name.Name)
            {
                return loaded;
            }
        }

        return Load(name);
    }

    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static Type? ResolveType(Assembly? assembly, string name, bool ignoreCase) =>
        assembly is null
            ? typeof(EngineTypes).Assembly.GetType(name, throwOnError: false, ignoreCase) ?? Type.GetType(name, throwOnError: false, ignoreCase)
            : assembly.GetType(name, throwOnError: false, ignoreCase);

    private static Type? FindInLoaded(string typeName)
    {
        if (typeName.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetType(typeName, throwOnError: false) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
