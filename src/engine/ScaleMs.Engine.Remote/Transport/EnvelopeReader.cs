using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>Reads the envelopes of one connection and hands the messages to <paramref name="delivery"/>.</summary>
internal sealed class EnvelopeReader(Address peer, InboundDelivery delivery)
{
    private readonly string _peerPrefix = peer.ToString();
    private readonly InboundTable<InboundRecipient> _recipients = new(EnvelopeWriter.TableCapacity);
    private readonly InboundTable<IActorRef> _senders = new(EnvelopeWriter.TableCapacity);
    private readonly InboundTable<MessageType> _types = new(EnvelopeWriter.TableCapacity);

    public void Read(ReadOnlySpan<byte> envelope, bool isSystemMessage, bool deliver)
    {
        var reader = new WireReader(envelope);
        var flags = (EnvelopeFlags)reader.ReadByte();
        var recipient = ReadRecipient(ref reader, flags);
        var sender = ReadSender(ref reader, flags);
        var type = ReadType(ref reader, flags);
        if (deliver)
        {
            delivery.Deliver(recipient.Ref, sender, type.SerializerId, type.Manifest, reader.ReadRest(), isSystemMessage);
        }
    }

    private InboundRecipient ReadRecipient(ref WireReader reader, EnvelopeFlags flags)
    {
        if ((flags & EnvelopeFlags.RecipientLiteral) != 0)
        {
            return new InboundRecipient(delivery, reader.ReadString());
        }

        var index = reader.ReadVarint();
        if ((flags & EnvelopeFlags.RecipientDefined) == 0)
        {
            return _recipients[index];
        }

        var recipient = new InboundRecipient(delivery, reader.ReadString());
        _recipients.Define(index, recipient);
        return recipient;
    }

    private IActorRef ReadSender(ref WireReader reader, EnvelopeFlags flags)
    {
        switch (flags & EnvelopeFlags.SenderMask)
        {
            case EnvelopeFlags.SenderKnown:
                return _senders[reader.ReadVarint()];
            case EnvelopeFlags.SenderDefined:
                var index = reader.ReadVarint();
                var sender = ResolveSender(reader.ReadString());
                _senders.Define(index, sender);
                return sender;
            case EnvelopeFlags.SenderLiteral:
                return ResolveSender(reader.ReadString());
            default:
                return ActorRefs.NoSender;
        }
    }

    private MessageType ReadType(ref WireReader reader, EnvelopeFlags flags)
    {
        var index = reader.ReadVarint();
        if ((flags & EnvelopeFlags.TypeDefined) == 0)
        {
            return _types[index];
        }

        var type = new MessageType(reader.ReadInt32(), reader.ReadString());
        _types.Define(index, type);
        return type;
    }

    private IActorRef ResolveSender(string path) => delivery.Resolve(path.StartsWith('/') ? _peerPrefix + path : path);

    private sealed record MessageType(int SerializerId, string Manifest);
}
