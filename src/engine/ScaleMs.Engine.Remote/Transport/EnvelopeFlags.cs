namespace Akka.Remote.Transport;

/// <summary>The first byte of an envelope: how recipient, sender and type are written. Values are part of the wire format.</summary>
[Flags]
internal enum EnvelopeFlags : byte
{
    None = 0,
    RecipientDefined = 1,
    RecipientLiteral = 2,
    SenderKnown = 4,
    SenderDefined = 8,
    SenderLiteral = 12,
    SenderMask = SenderLiteral,
    TypeDefined = 16,
}
