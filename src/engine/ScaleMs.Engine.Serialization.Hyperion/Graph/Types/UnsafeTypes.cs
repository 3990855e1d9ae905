using System.Collections;
using System.Reflection;
using System.Runtime.ConstrainedExecution;

namespace Akka.Serialization.Graph.Types;

/// <summary>What is not written, and not made from a payload, whatever a filter says.</summary>
internal static class UnsafeTypes
{
    // Of the framework, whose classes are gates to files, processes, code and threads unless this serializer knows better.
    private static readonly string[] FrameworkNamespaces = ["System", "Microsoft"];

    /// <returns>Why the type is refused, or null.</returns>
    public static string? ReasonAgainst(Type type, bool allowFramework)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return "is a delegate: code does not travel";
        }

        if (type.IsPointer || type.IsByRefLike || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint))
        {
            return "is a pointer or holds one";
        }

        if (type.IsAbstract || type.ContainsGenericParameters)
        {
            return "is not a type of objects";
        }

        for (var holder = type; holder is not null && holder != typeof(object); holder = holder.BaseType)
        {
            if (typeof(CriticalFinalizerObject).IsAssignableFrom(holder) || typeof(MarshalByRefObject).IsAssignableFrom(holder)
                || typeof(MemberInfo).IsAssignableFrom(holder))
            {
                return "stands for something of this process";
            }

            if (IsFramework(holder) && !IsHarmless(holder) && !allowFramework)
            {
                return holder == type
                    ? "is a framework type that this serializer does not know; only disallow-unsafe-type = off lets it through"
                    : $"derives from the framework type [{holder}]";
            }
        }

        return null;
    }

    public static bool IsFramework(Type type)
    {
        var space = type.Namespace;
        return space is not null && Array.Exists(
            FrameworkNamespaces,
            root => space.StartsWith(root, StringComparison.Ordinal) && (space.Length == root.Length || space[root.Length] == '.'));
    }

    /// <summary>Compiler-made or hidden sequences, such as those behind collection expressions and queries: written as arrays.</summary>
    public static Type? ElementOfHiddenSequence(Type type)
    {
        if (type.IsVisible || type.IsValueType || typeof(IDictionary).IsAssignableFrom(type) || !(IsFramework(type) || type.Name.Contains('<', StringComparison.Ordinal)))
        {
            return null;
        }

        var sequences = type.GetInterfaces().Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)).ToArray();
        var known = type.GetInterfaces().Any(face => face.IsGenericType
            && face.GetGenericTypeDefinition() is var definition
            && (definition == typeof(IReadOnlyDictionary<,>) || definition == typeof(ISet<>) || definition == typeof(IReadOnlySet<>) || definition == typeof(IGrouping<,>)));
        return sequences.Length == 1 && !known ? sequences[0].GetGenericArguments()[0] : null;
    }

    private static bool IsHarmless(Type type) =>
        type.IsEnum || typeof(Exception).IsAssignableFrom(type) || type == typeof(ValueType) || BuiltIns.IsByFields(type) || IsPlain(type, 0)
        || !type.IsValueType && type.IsAbstract && !HasFields(type) || type == typeof(EventArgs) || type == typeof(Attribute);

    private static bool HasFields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Length > 0;

    /// <summary>Structures of numbers, such as Complex or Range.</summary>
    private static bool IsPlain(Type type, int depth) => type != typeof(nint) && type != typeof(nuint)
        && (type.IsPrimitive || type.IsEnum || type == typeof(string)
            || type.IsValueType && depth < 4 && Array.TrueForAll(
                type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), field => IsPlain(field.FieldType, depth + 1)));
}
