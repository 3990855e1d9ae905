using Akka.Actor;
using Akka.Serialization;

namespace Akka.Remote.Transport;

/// <summary>Messages to bytes and back, with the addresses in refs as the peer must see them.</summary>
internal sealed class MessageSerializer(ExtendedActorSystem system, Address localAddress)
{
    private readonly Information _transport = new(localAddress, system);

    /// <summary>Until disposed, what is serialized on this thread writes local refs under the address that peers know.</summary>
    public TransportScope Enter() => new(_transport);

    public byte[] Serialize(object message, out int serializerId, out string manifest)
    {
        var serializer = system.Serialization.FindSerializerFor(message);
        serializerId = serializer.Identifier;
        var payload = serializer.ToBinary(message);
        manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return payload;
    }

    public SerializedMessage Serialize(object message)
    {
        using var scope = Enter();
        var payload = Serialize(message, out var serializerId, out var manifest);
        return new SerializedMessage(serializerId, manifest, payload);
    }

    public object Deserialize(ReadOnlySpan<byte> payload, int serializerId, string manifest) =>
        system.Serialization.Deserialize(payload.ToArray(), serializerId, manifest);

    internal readonly ref struct TransportScope
    {
        private readonly Information? _previous;

        public TransportScope(Information transport)
        {
            _previous = Akka.Serialization.Serialization.CurrentTransportInformation;
            Akka.Serialization.Serialization.CurrentTransportInformation = transport;
        }

        public void Dispose() => Akka.Serialization.Serialization.CurrentTransportInformation = _previous;
    }
}
