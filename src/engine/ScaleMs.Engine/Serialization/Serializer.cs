using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// Turns objects of the types it is bound to into bytes and back. Made once per actor system with a constructor that takes the
/// <see cref="ExtendedActorSystem"/>, optionally followed by its section of <c>akka.actor.serialization-settings</c>.
/// </summary>
public abstract class Serializer
{
#pragma warning disable CA1051, IDE1006 // a protected field of this name is part of the public API
    protected readonly ExtendedActorSystem system;
#pragma warning restore CA1051, IDE1006

    private int? _identifier;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>
    /// What names this serializer on the wire; 0 to 40 are taken by the engine. Read from
    /// <c>akka.actor.serialization-identifiers</c> unless overridden.
    /// </summary>
    public virtual int Identifier =>
        _identifier ??= SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    /// <summary>Whether <see cref="FromBinary(byte[], Type)"/> needs the type of the object.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    /// <summary>As <see cref="ToBinary"/>, with the refs of local actors written under <paramref name="address"/>.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        Serialization.WithTransport(system, address, () => ToBinary(obj));

    public abstract object FromBinary(byte[] bytes, Type? type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));
}
