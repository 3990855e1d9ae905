using System.Globalization;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>
/// Writes the envelopes of one connection. Refs and manifests are written in full once and are one or two bytes from then on;
/// the refs of pending asks, each used once, are always written in full and leave the tables to those that are used again.
/// </summary>
internal sealed class EnvelopeWriter
{
    /// <summary>Of each table. Two bytes of varint reach this far, and so many strings on the other side are small change.</summary>
    public const int TableCapacity = 4096;

    private readonly OutboundTable<IActorRef> _recipients = new(TableCapacity, ReferenceEqualityComparer.Instance);
    private readonly OutboundTable<IActorRef> _senders = new(TableCapacity, ReferenceEqualityComparer.Instance);
    private readonly OutboundTable<(int SerializerId, string Manifest)> _types = new(TableCapacity);

    public void Write(
        OutputBuffer output,
        RemoteActorRef recipient,
        IActorRef? sender,
        int serializerId,
        string manifest,
        ReadOnlySpan<byte> payload)
    {
        var flagsAt = output.Length;
        output.WriteByte(0);
        var flags = WriteRecipient(output, recipient) | WriteSender(output, sender) | WriteType(output, serializerId, manifest);
        output.Patch(flagsAt, (byte)flags);
        output.Write(payload);
    }

    private EnvelopeFlags WriteRecipient(OutputBuffer output, RemoteActorRef recipient)
    {
        if (recipient.IsTemporary)
        {
            output.WriteString(PathWithoutAddress(recipient.Path));
            return EnvelopeFlags.RecipientLiteral;
        }

        output.WriteVarint((ulong)_recipients.IndexOf(recipient, out var isNew));
        if (!isNew)
        {
            return EnvelopeFlags.None;
        }

        output.WriteString(PathWithoutAddress(recipient.Path));
        return EnvelopeFlags.RecipientDefined;
    }

    private EnvelopeFlags WriteSender(OutputBuffer output, IActorRef? sender)
    {
        if (sender is null or Nobody)
        {
            return EnvelopeFlags.None;
        }

        if (sender is not (ActorRefWithCell or RemoteActorRef { IsTemporary: false }))
        {
            output.WriteString(PathFromHere(sender.Path));
            return EnvelopeFlags.SenderLiteral;
        }

        output.WriteVarint((ulong)_senders.IndexOf(sender, out var isNew));
        if (!isNew)
        {
            return EnvelopeFlags.SenderKnown;
        }

        output.WriteString(PathFromHere(sender.Path));
        return EnvelopeFlags.SenderDefined;
    }

    private EnvelopeFlags WriteType(OutputBuffer output, int serializerId, string manifest)
    {
        output.WriteVarint((ulong)_types.IndexOf((serializerId, manifest), out var isNew));
        if (!isNew)
        {
            return EnvelopeFlags.None;
        }

        output.WriteSignedVarint(serializerId);
        output.WriteString(manifest);
        return EnvelopeFlags.TypeDefined;
    }

    /// <summary>Ours without an address: the peer knows whose it is. Somebody else's with it.</summary>
    private static string PathFromHere(ActorPath path) =>
        path.Address.HasLocalScope ? PathWithoutAddress(path) : path.ToSerializationFormat();

    private static string PathWithoutAddress(ActorPath path) => path.Uid == 0
        ? path.ToStringWithoutAddress()
        : string.Create(CultureInfo.InvariantCulture, $"{path.ToStringWithoutAddress()}#{path.Uid}");
}
