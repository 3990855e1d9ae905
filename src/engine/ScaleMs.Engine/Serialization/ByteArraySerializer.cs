using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Passes byte arrays through as they are.</summary>
public class ByteArraySerializer : Serializer
{
    public ByteArraySerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null!,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException($"{nameof(ByteArraySerializer)} writes byte arrays only, and this is a {obj.GetType()}."),
    };

    public override object FromBinary(byte[] bytes, Type? type) => bytes;
}
