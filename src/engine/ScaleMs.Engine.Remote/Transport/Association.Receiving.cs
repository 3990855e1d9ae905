using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

internal sealed partial class Association : ILinkReader
{
    private DisassociateReason? _goodbye;

    void ILinkReader.Read(Link link, FrameDecoder input)
    {
        using var scope = _remoting.Serializer.Enter();
        var acknowledge = false;
        while (input.TryRead(out var kind, out var body))
        {
            switch (kind)
            {
                case FrameKind.Message:
                    link.Incoming!.Read(body, isSystemMessage: false, deliver: true);
                    break;
                case FrameKind.SystemMessage:
                    acknowledge = true;
                    ReadSystemMessage(link, body);
                    break;
                case FrameKind.Ack:
                    Interlocked.Exchange(ref _acknowledged, (long)new WireReader(body).ReadVarint());
                    break;
                case FrameKind.Heartbeat:
                    break;
                case FrameKind.Disassociate:
                    _goodbye = (DisassociateReason)new WireReader(body).ReadByte();
                    break;
                default:
                    throw new WireFormatException($"The peer sent a frame of unknown kind {(byte)kind}.");
            }
        }

        if (acknowledge)
        {
            Interlocked.Exchange(ref _acknowledgementDue, 1);
            _signal.Set();
        }
    }

    void ILinkReader.OnReadEnd(Link link, Exception? failure)
    {
        // A write that waits for a peer that is gone must not wait longer.
        link.Close();
        Post(new AssociationCommand.LinkDown(link, failure));
    }

    private void ReadSystemMessage(Link link, ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var number = (long)reader.ReadVarint();
        var envelope = reader.ReadRest();

        // A repeated message is read all the same: it may define entries that later ones refer to.
        link.Incoming!.Read(envelope, isSystemMessage: true, deliver: _inbox.Accept(number));
    }
}
