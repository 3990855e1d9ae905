using System.Collections.Concurrent;
using System.Text;

namespace Akka.Util;

public static class TypeExtensions
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    public static bool Implements<T>(this Type type) => type.Implements(typeof(T));

    public static bool Implements(this Type type, Type moreGeneralType) => moreGeneralType.IsAssignableFrom(type);

    /// <summary>The type's name with its assembly, without versions; types of the base library go without assembly.</summary>
    public static string TypeQualifiedName(this Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Names.GetOrAdd(type, static it => Shorten(it.AssemblyQualifiedName ?? it.FullName ?? it.Name));
    }

    // By hand: a node that needs nothing else of regular expressions is spared their assembly.
    private static string Shorten(string name)
    {
        var result = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length;)
        {
            var length = name[i] == ',' ? LengthToDrop(name.AsSpan(i)) : 0;
            if (length == 0)
            {
                result.Append(name[i++]);
            }

            i += length;
        }

        return result.ToString();
    }

    private static int LengthToDrop(ReadOnlySpan<char> rest)
    {
        const string CoreLibrary = ", System.Private.CoreLib";
        if (rest.StartsWith(CoreLibrary) && (rest.Length == CoreLibrary.Length || rest[CoreLibrary.Length] is ']' or ','))
        {
            return CoreLibrary.Length;
        }

        if (!rest.StartsWith(", Version=") && !rest.StartsWith(", Culture=") && !rest.StartsWith(", PublicKeyToken="))
        {
            return 0;
        }

        var end = rest[1..].IndexOfAny(']', ',');
        return end < 0 ? rest.Length : end + 1;
    }
}
