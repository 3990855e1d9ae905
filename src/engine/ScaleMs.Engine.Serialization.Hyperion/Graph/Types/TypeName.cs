using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Akka.Serialization.Graph.Types;

/// <summary>
/// A type's name on the wire and before the filter: full name and short assembly name, never a version. The core library's assembly
/// name is empty, and the engine's assemblies go by Akka.NET's names, so that one list of allowed types serves both engines.
/// </summary>
internal readonly record struct TypeName(string FullName, string Assembly)
{
    private static readonly Dictionary<string, string> AkkaNames = new(StringComparer.Ordinal)
    {
        ["ScaleMs.Engine"] = "Akka",
        ["ScaleMs.Engine.Remote"] = "Akka.Remote",
        ["ScaleMs.Engine.Cluster"] = "Akka.Cluster",
        ["ScaleMs.Engine.Serialization.Hyperion"] = "Akka.Serialization.Hyperion",
        ["ScaleMs.Engine.TestKit.Xunit2"] = "Akka.TestKit.Xunit2",
    };

    private static readonly Dictionary<string, string> EngineNames = AkkaNames.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static readonly Assembly Core = typeof(object).Assembly;
    private static readonly ConcurrentDictionary<string, Assembly> Assemblies = new(StringComparer.Ordinal);

    /// <summary>Asked for assemblies that the default load context does not have, by short name.</summary>
    internal static Func<string, Assembly?>? AssemblyResolver { get; set; }

    public static TypeName Of(Type type) => new(type.FullName!, AssemblyOf(type));

    public override string ToString() => Assembly.Length == 0 ? $"{FullName},%core%" : $"{FullName}, {Assembly}";

    /// <summary>
    /// One string with one comma: <c>Ns,Name</c> where the assembly's name begins the full name (<c>Ns.Name</c> in <c>Ns</c>),
    /// otherwise <c>Assembly,,Ns.Name</c>; the core library is <c>,,Ns.Name</c>.
    /// </summary>
    public string ToWire() => Assembly.Length > 0 && FullName.Length > Assembly.Length + 1 && FullName[Assembly.Length] == '.'
            && FullName.StartsWith(Assembly, StringComparison.Ordinal)
        ? $"{Assembly},{FullName.AsSpan(Assembly.Length + 1)}"
        : $"{Assembly},,{FullName}";

    public static TypeName FromWire(string wire)
    {
        var comma = wire.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || comma == wire.Length - 1)
        {
            throw Refused.Because($"[{wire}] is not the name of a type");
        }

        var assembly = wire[..comma];
        var name = wire[(comma + 1)..];
        return Checked(name[0] == ',' ? new TypeName(name[1..], assembly) : new TypeName($"{assembly}.{name}", assembly));
    }

    public static TypeName Parse(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            throw Refused.Because($"[{text}] is not the name of a type with its assembly");
        }

        var assembly = text[(comma + 1)..].Trim();
        return Checked(new TypeName(text[..comma], assembly == "%core%" ? string.Empty : assembly));
    }

    /// <summary>Loads the type, whatever any filter says.</summary>
    public Type Load()
    {
        try
        {
            if (Find() is { } type)
            {
                return type;
            }
        }
        catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException or ArgumentException)
        {
            throw Refused.Because($"type [{this}] cannot be loaded: {e.Message}", e);
        }

        throw Refused.Because($"type [{this}] is not in this process: its assembly is missing, or has no such type");
    }

    private Type? Find()
    {
        if (Assembly.Length == 0)
        {
            return Core.GetType(FullName);
        }

        var name = EngineNames.GetValueOrDefault(Assembly, Assembly);
        return (Find(name) ?? (name != Assembly ? Find(Assembly) : null))?.GetType(FullName);
    }

    private static Assembly? Find(string name)
    {
        if (Assemblies.TryGetValue(name, out var assembly))
        {
            return assembly;
        }

        try
        {
            assembly = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName { Name = name });
        }
        catch (FileNotFoundException)
        {
            // Assemblies made in memory are loaded, and yet not to be loaded by name. What the resolver gives may be unloaded again.
            assembly = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => a.GetName().Name == name);
            if (assembly is null)
            {
                return AssemblyResolver?.Invoke(name);
            }
        }

        return Assemblies.GetOrAdd(name, assembly);
    }

    private static string AssemblyOf(Type type)
    {
        if (type.Assembly == Core)
        {
            return string.Empty;
        }

        var name = type.Assembly.GetName().Name!;
        return AkkaNames.GetValueOrDefault(name, name);
    }

    /// <summary>A plain name only: brackets and the like would make the run time parse it and load other types on the way.</summary>
    private static TypeName Checked(TypeName name) =>
        name.FullName.Length > 0 && name.FullName.AsSpan().IndexOfAny("[]*&,") < 0 && name.Assembly.AsSpan().IndexOfAny(",=/\\") < 0
            ? name
            : throw Refused.Because($"[{name}] is not the plain name of a type");
}
