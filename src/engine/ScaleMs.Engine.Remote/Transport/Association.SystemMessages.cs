using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

internal sealed partial class Association
{
    private long _acknowledged;
    private int _acknowledgementDue;

    /// <summary>Numbers a system message and keeps it until the peer has it. When too many wait the peer is beyond help.</summary>
    private bool TryKeep(in OutboundMessage message, out long number)
    {
        number = 0;
        if (_state.IsQuarantined)
        {
            _remoting.ToDeadLetters(message.Message, message.Sender, message.Recipient);
            return false;
        }

        if (_outbox.IsFull)
        {
            _remoting.Log.Error(
                "{0} system messages wait for [{1}], as many as akka.remote.system-message-buffer-size allows; the association is given up.",
                _outbox.Count,
                Peer);
            _remoting.ToDeadLetters(message.Message, message.Sender, message.Recipient);
            DropOutbox();
            if (_state.Uid is { } uid)
            {
                Post(new AssociationCommand.Quarantine(uid));
            }

            return false;
        }

        number = _outbox.Add(message);
        return true;
    }

    private void DropOutbox()
    {
        foreach (var message in _outbox.Restart())
        {
            _remoting.ToDeadLetters(message.Message, message.Sender, message.Recipient);
        }
    }

    /// <summary>What the peer has not acknowledged goes first over a new connection.</summary>
    private void Resend(Link link)
    {
        using var scope = _remoting.Serializer.Enter();
        var number = _outbox.FirstNumber;
        foreach (var message in _outbox.Unacknowledged)
        {
            Format(link, message, number++);
        }
    }

    private void WriteAcknowledgement()
    {
        var frame = _output.BeginFrame();
        _output.WriteVarint((ulong)_inbox.Delivered);
        _output.EndFrame(frame, FrameKind.Ack);
    }
}
