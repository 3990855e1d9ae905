using Akka.Actor;

namespace Akka.Remote;

/// <summary>Access to the <see cref="AddressUid"/> of a system.</summary>
public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    internal static readonly AddressUidExtension Instance = new();

    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();

    public static int Uid(ActorSystem system) => Instance.Apply(system).Uid;
}
