using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Replaces a serializer of Akka.NET that creates objects of any type named in the message. A message is read by the serializer whose
/// identifier it carries, regardless of bindings, so the identifier must be occupied. Type names are not even looked up, as that would
/// load assemblies.
/// </summary>
/// <param name="system">Its actor system.</param>
/// <param name="identifier">The identifier to occupy.</param>
public abstract class RefusingSerializer(ExtendedActorSystem system, int identifier) : SerializerWithStringManifest(system)
{
    public override int Identifier => identifier;

    public override string Manifest(object o) => throw NotSent(o);

    public override byte[] ToBinary(object obj) => throw NotSent(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new ProtocolException($"a message with serializer {Identifier} and type '{manifest}' is refused: it could create any object here");

    private static ProtocolException NotSent(object message)
    {
        var type = message.GetType();
        return new ProtocolException(
            $"{type.FullName} is not sent to another process: it is neither one of the product's messages nor a command; add \"{type.FullName}, {type.Assembly.GetName().Name}\" to scalems.serialization.allowed-types on both sides");
    }
}

/// <summary>Replaces <c>json</c>, the default for every type without another binding.</summary>
public sealed class RefusingJsonSerializer(ExtendedActorSystem system) : RefusingSerializer(system, 1)
{
    public RefusingJsonSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}

/// <summary>Replaces <c>proto</c>, which creates an object before it checks that the type is a Protobuf type.</summary>
public sealed class RefusingProtobufSerializer(ExtendedActorSystem system) : RefusingSerializer(system, 2)
{
    public RefusingProtobufSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}

/// <summary>Replaces <c>daemon-create</c>, by which another node can create an actor of any class here.</summary>
public sealed class RefusingDaemonCreateSerializer(ExtendedActorSystem system) : RefusingSerializer(system, 3)
{
    public RefusingDaemonCreateSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}

/// <summary>Replaces <c>reliable-delivery</c>, which loads any type for its generic messages.</summary>
public sealed class RefusingDeliverySerializer(ExtendedActorSystem system) : RefusingSerializer(system, 36)
{
    public RefusingDeliverySerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}
