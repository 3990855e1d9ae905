using System.Collections.Frozen;
using Hyperion;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Types that may be deserialized: the contracts, the types of the base library they use, and the configured ones. Names may include
/// the assembly; a generic type is allowed if its parts are.
/// </summary>
internal sealed class AllowedTypes(IEnumerable<string> configured) : ITypeFilter
{
    // Types that Hyperion names when it serializes a command: collections, values, and surrogates of actor references.
    private static readonly string[] Basic =
    [
        "System.Object", "System.String", "System.Boolean", "System.Byte", "System.SByte", "System.Int16", "System.UInt16", "System.Int32",
        "System.UInt32", "System.Int64", "System.UInt64", "System.Single", "System.Double", "System.Decimal", "System.Char", "System.Guid",
        "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.Uri", "System.Version", "System.Nullable`1", "System.ValueTuple`2",
        "System.Tuple`2", "System.Collections.Generic.List`1", "System.Collections.Generic.Dictionary`2",
        "System.Collections.Generic.HashSet`1", "System.Collections.Generic.KeyValuePair`2",
        "System.Collections.Immutable.ImmutableArray`1", "System.Collections.Immutable.ImmutableList`1",
        "System.Collections.Immutable.ImmutableDictionary`2", "System.Collections.Immutable.ImmutableSortedDictionary`2",
        "System.Collections.Immutable.ImmutableHashSet`1",
        "Akka.Actor.ActorRefBase+Surrogate", "Akka.Actor.Address+AddressSurrogate", "Akka.Actor.ActorPath+Surrogate",
        "Akka.Util.ISurrogate",
    ];

    private readonly FrozenSet<string> _allowed = typeof(Cpi).Assembly.GetTypes()
        .Select(static type => type.FullName!)
        .Concat(Basic)
        .Concat(configured.Select(Bare))
        .ToFrozenSet(StringComparer.Ordinal);

    public bool IsAllowed(string typeName) => Parts(typeName).All(_allowed.Contains);

    /// <summary>The type names within a type's name, without assemblies, arrays and brackets: <c>List`1[[X, A]]</c> has List`1 and X.</summary>
    public static IEnumerable<string> Parts(string typeName)
    {
        var generic = typeName.IndexOf('[');
        var name = generic < 0 ? Bare(typeName) : typeName[..generic].Trim();
        yield return name;
        if (generic < 0)
        {
            yield break;
        }

        // Arguments are in [[...],[...]] or [...,...]; array ranks are brackets with nothing but commas.
        var depth = 0;
        var start = -1;
        for (var i = generic; i < typeName.Length && (depth > 0 || typeName[i] == '['); i++)
        {
            switch (typeName[i])
            {
                case '[':
                    depth++;
                    if (depth == 2)
                    {
                        start = i + 1;
                    }

                    break;
                case ']':
                    if (depth == 2)
                    {
                        foreach (var part in Parts(typeName[start..i]))
                        {
                            yield return part;
                        }
                    }

                    depth--;
                    break;
                default:
                    if (depth == 1 && typeName[i] is not (',' or ' ' or '*'))
                    {
                        // The serializer never writes arguments without brackets of their own: refuse the whole name.
                        yield return typeName;
                        yield break;
                    }

                    break;
            }
        }
    }

    private static string Bare(string typeName)
    {
        var comma = typeName.IndexOf(',');
        return (comma < 0 ? typeName : typeName[..comma]).Trim();
    }
}
