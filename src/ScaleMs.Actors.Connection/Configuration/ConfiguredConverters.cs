using System.Reflection;
using System.Reflection.Metadata;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary><c>scalems.serialization.converters</c>: the user's converters, which this process's values of functions use from then on.</summary>
public static class ConfiguredConverters
{
    /// <summary>The key.</summary>
    public const string Key = "scalems.serialization.converters";

    /// <summary>Adds the converters to <see cref="ValueJson"/>.</summary>
    /// <param name="names">As configured: <c>Namespace.Type, Assembly</c>.</param>
    /// <param name="find">The types of that name; none = there is no such type.</param>
    /// <exception cref="InvalidConfigurationException">A type is not found, or is no converter that can be created.</exception>
    public static void Add(IEnumerable<string> names, Func<string, IEnumerable<Type>> find)
    {
        foreach (var name in names)
        {
            var types = Found(name, find);
            if (types.Count == 0)
            {
                throw new InvalidConfigurationException($"{Key}: there is no type '{name}'; 'Namespace.Type, Assembly' is expected");
            }

            ValueJson.AddConverters([.. types.Select(Create)]);
        }
    }

    /// <summary>
    /// Adds those that a client can load. It may share its configuration with workers, whose modules it does not have, so a converter whose
    /// assembly it cannot load is skipped.
    /// </summary>
    /// <inheritdoc cref="Add"/>
    public static void AddLoadable(IEnumerable<string> names) => Add(names.Where(IsHere), Find);

    /// <summary>The type in an assembly of this program; none = there is no such type.</summary>
    public static IEnumerable<Type> Find(string name) => Type.GetType(name) is { } type ? [type] : [];

    private static IReadOnlyList<Type> Found(string name, Func<string, IEnumerable<Type>> find)
    {
        try
        {
            return [.. find(name)];
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or ArgumentException or TypeLoadException)
        {
            throw new InvalidConfigurationException($"{Key}: '{name}' cannot be loaded: {error.Message}", error);
        }
    }

    private static bool IsHere(string name)
    {
        if (!TypeName.TryParse(name, out var type) || type.AssemblyName is not { } assembly)
        {
            // The search for it says what is wrong.
            return true;
        }

        try
        {
            _ = Assembly.Load(assembly.ToAssemblyName());
            return true;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException)
        {
            return false;
        }
    }

    private static JsonConverter Create(Type type) =>
        !type.IsAssignableTo(typeof(JsonConverter)) ? throw Invalid(type, $"is not derived from {typeof(JsonConverter).FullName}")
        : !type.IsVisible || type.IsAbstract || type.ContainsGenericParameters || type.GetConstructor(Type.EmptyTypes) is null
            ? throw Invalid(type, "cannot be created: a public type with a public constructor without parameters is expected")
        : (JsonConverter)Construct(type);

    private static object Construct(Type type)
    {
        try
        {
            return Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException error)
        {
            throw new InvalidConfigurationException($"{Key}: the constructor of {type.FullName} failed: {error.InnerException!.Message}", error.InnerException);
        }
    }

    private static InvalidConfigurationException Invalid(Type type, string problem) => new($"{Key}: {type.FullName}, {type.Assembly.GetName().Name} {problem}");
}
