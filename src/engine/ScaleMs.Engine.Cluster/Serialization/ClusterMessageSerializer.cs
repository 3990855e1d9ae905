using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Cluster.Serialization;

/// <summary>What cluster nodes say to each other. A message is one version byte and its fields; see <see cref="GossipFormat"/>.</summary>
public class ClusterMessageSerializer : SerializerWithStringManifest
{
    private const byte FormatVersion = 1;

    // The whole gossip of a cluster of a few nodes; a larger one makes the buffer grow.
    private const int UsualSize = 512;

    public ClusterMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override string Manifest(object o) => ClusterMessageFormat.ManifestOf(o)
        ?? throw new ArgumentException($"[{GetType()}] cannot serialize a [{o.GetType()}].", nameof(o));

    public override byte[] ToBinary(object obj)
    {
        using var output = new OutputBuffer(UsualSize);
        output.WriteByte(FormatVersion);
        ClusterMessageFormat.Write(output, (IClusterMessage)obj);
        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="SerializationException">The bytes are not a cluster message of this format.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var input = new WireReader(bytes);
        try
        {
            var version = input.ReadByte();
            if (version != FormatVersion)
            {
                throw new SerializationException($"A cluster message has format version {version}; this node understands {FormatVersion}.");
            }

            var message = ClusterMessageFormat.Read(ref input, manifest)
                ?? throw new SerializationException($"There is no cluster message with manifest [{manifest}].");
            return input.IsAtEnd ? message : throw new WireFormatException("A message goes on after its last field.");
        }
        catch (WireFormatException e)
        {
            throw new SerializationException($"A cluster message with manifest [{manifest}] is malformed. {e.Message}", e);
        }
    }
}
