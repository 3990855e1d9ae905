using Hyperion;

namespace Akka.Serialization.Graph.Types;

/// <summary>The key <c>allowed-types</c>: names with their assembly, versions and blanks left aside.</summary>
internal sealed class ListedTypes(IEnumerable<string> names) : ITypeFilter
{
    private readonly HashSet<string> _names = names.Select(Normal).ToHashSet(StringComparer.Ordinal);

    public bool IsAllowed(string typeName) => _names.Contains(Normal(typeName));

    private static string Normal(string name)
    {
        var parts = name.Split(',', StringSplitOptions.TrimEntries);
        return string.Join(
            ',',
            parts.Where(part => !part.StartsWith("Version=", StringComparison.Ordinal)
                && !part.StartsWith("Culture=", StringComparison.Ordinal)
                && !part.StartsWith("PublicKeyToken=", StringComparison.Ordinal)))
            .Replace(",System.Private.CoreLib", ",%core%", StringComparison.Ordinal);
    }
}
