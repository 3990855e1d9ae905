using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Strings, whole numbers, and the ids by which questions are told apart.</summary>
public sealed class PrimitiveSerializers : SerializerWithStringManifest
{
    private const string StringManifest = "S";
    private const string Int32Manifest = "I";
    private const string Int64Manifest = "L";
    private const string GuidManifest = "G";

    // The bytes of a Guid.
    private const int GuidSize = 16;

    public PrimitiveSerializers(ExtendedActorSystem system, Config config)
        : base(system)
    {
    }

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case int number:
                var four = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(four, number);
                return four;
            case long number:
                var eight = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(eight, number);
                return eight;
            case Guid id:
                return id.ToByteArray();
            default:
                throw Unknown(obj);
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return manifest switch
        {
            StringManifest => Encoding.UTF8.GetString(bytes),
            Int32Manifest when bytes.Length == sizeof(int) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            Int64Manifest when bytes.Length == sizeof(long) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            GuidManifest when bytes.Length == GuidSize => new Guid(bytes),
            _ => throw new SerializationException(
                $"{bytes.Length} bytes with manifest [{manifest}] are nothing that [{nameof(PrimitiveSerializers)}] has written."),
        };
    }

    public override string Manifest(object obj) => obj switch
    {
        string => StringManifest,
        int => Int32Manifest,
        long => Int64Manifest,
        Guid => GuidManifest,
        _ => throw Unknown(obj),
    };

    private static ArgumentException Unknown(object obj) => new($"Cannot serialize object of type [{obj?.GetType()}] in [{nameof(PrimitiveSerializers)}]");
}
