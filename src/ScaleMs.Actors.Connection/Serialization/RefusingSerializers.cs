using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Stands in the place of a serializer of Akka.NET's that makes an object of any type whose name is in the message. A message is
/// read by the serializer whose number it carries, whatever types are bound to, so the number has to be taken; and names of types
/// are not even looked up, as that would load assemblies.
/// </summary>
/// <param name="system">Whose it is.</param>
/// <param name="identifier">The number that it takes.</param>
public abstract class RefusingSerializer(ExtendedActorSystem system, int identifier) : SerializerWithStringManifest(system)
{
    public override int Identifier => identifier;

    public override string Manifest(object o) => throw NotSent(o);

    public override byte[] ToBinary(object obj) => throw NotSent(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new ProtocolException($"a message with serializer {Identifier} and type '{manifest}' is refused: it could make any object here");

    private static ProtocolException NotSent(object message)
    {
        var type = message.GetType();
        return new ProtocolException(
            $"{type.FullName} is not sent to another process: it is no message of the product's and no command; add \"{type.FullName}, {type.Assembly.GetName().Name}\" to scalems.serialization.allowed-types on both sides");
    }
}

/// <summary>In the place of <c>json</c>, which is bound to every type that nothing else is bound to.</summary>
public sealed class RefusingJsonSerializer(ExtendedActorSystem system) : RefusingSerializer(system, 1)
{
    public RefusingJsonSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}

/// <summary>In the place of <c>proto</c>, which makes an object of the type before it looks whether that is one of Protobuf's.</summary>
public sealed class RefusingProtobufSerializer(ExtendedActorSystem system) : RefusingSerializer(system, 2)
{
    public RefusingProtobufSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}

/// <summary>In the place of <c>daemon-create</c>, by which another node has an actor of any class made here.</summary>
public sealed class RefusingDaemonCreateSerializer(ExtendedActorSystem system) : RefusingSerializer(system, 3)
{
    public RefusingDaemonCreateSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}

/// <summary>In the place of <c>reliable-delivery</c>, which loads any type for its generic messages.</summary>
public sealed class RefusingDeliverySerializer(ExtendedActorSystem system) : RefusingSerializer(system, 36)
{
    public RefusingDeliverySerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;
}
