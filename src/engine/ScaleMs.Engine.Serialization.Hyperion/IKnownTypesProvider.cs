namespace Akka.Serialization;

/// <summary>
/// Types that are written as a number instead of a name. Every process must list the same types in the same order.
/// Made with a constructor that takes the ExtendedActorSystem, or with none.
/// </summary>
public interface IKnownTypesProvider
{
    IEnumerable<Type> GetKnownTypes();
}
