namespace Akka.Serialization;

internal sealed class NoKnownTypes : IKnownTypesProvider
{
    public IEnumerable<Type> GetKnownTypes() => [];
}
