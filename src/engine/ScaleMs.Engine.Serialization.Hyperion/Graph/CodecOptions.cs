using Hyperion;

namespace Akka.Serialization.Graph;

/// <param name="Filter">Asked for each type that a payload names; null allows all.</param>
/// <param name="DisallowUnsafeTypes">Refuse classes of the framework that this serializer does not know.</param>
/// <param name="KnownTypes">Written as their place in this list.</param>
/// <param name="NameOverrides">Applied to each type name that is read.</param>
internal sealed record CodecOptions(
    ITypeFilter? Filter,
    bool DisallowUnsafeTypes,
    IReadOnlyList<Type> KnownTypes,
    IReadOnlyList<Func<string, string>> NameOverrides)
{
    public static CodecOptions Default { get; } = new(null, true, [], []);
}
