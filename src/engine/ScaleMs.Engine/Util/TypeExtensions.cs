using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Akka.Util;

public static partial class TypeExtensions
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    public static bool Implements<T>(this Type type) => type.Implements(typeof(T));

    public static bool Implements(this Type type, Type moreGeneralType) => moreGeneralType.IsAssignableFrom(type);

    /// <summary>The type's name with its assembly, without versions; types of the base library go without assembly.</summary>
    public static string TypeQualifiedName(this Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Names.GetOrAdd(type, static it => VersionsAndCoreLibrary().Replace(it.AssemblyQualifiedName ?? it.FullName ?? it.Name, ""));
    }

    [GeneratedRegex(", System.Private.CoreLib(?=[],]|$)|, (Version|Culture|PublicKeyToken)=[^],]*")]
    private static partial Regex VersionsAndCoreLibrary();
}
